// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// How soon a database serves, at first and after an outage, and what it takes while nobody asks.
///
/// Owns: what is told of a start. Does not own: how databases are started and loaded, which
/// `dev.sluice.bench.ingest` does. Called by `./sluice bench serve`. Start at
/// [dev.sluice.bench.serve.ServeBench].
@NullMarked
package dev.sluice.bench.serve;

import org.jspecify.annotations.NullMarked;
