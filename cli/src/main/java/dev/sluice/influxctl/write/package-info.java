// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The command `write`: line protocol in batches over HTTP (admin.md 3.7, data.md 2.2).
///
/// Owns: cutting input into logical lines, batches, and what a refusal means for the input's line
/// numbers. Does not own: the grammar, which the cluster checks. Start at [LineWriter].
@NullMarked
package dev.sluice.influxctl.write;

import org.jspecify.annotations.NullMarked;
