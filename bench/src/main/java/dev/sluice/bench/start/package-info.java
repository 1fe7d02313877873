// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// How long `influxctl` takes from its start to its end, as it is handed out and as a plain JVM
/// runs it.
///
/// Owns: what is run and the check that it answered. Does not own: making the archive, which the
/// launcher has done before. Called by `./sluice bench start`. Start at
/// [dev.sluice.bench.start.StartBench].
@NullMarked
package dev.sluice.bench.start;

import org.jspecify.annotations.NullMarked;
