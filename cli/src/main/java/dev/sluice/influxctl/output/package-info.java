// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What a person or a script sees: the terminal's streams, tables, JSON, durations and moments as
/// text (admin.md 3.2 and 3.8).
///
/// Owns: layout and escaping. Does not own: what is shown. Start at [Terminal] and [TextTable].
@NullMarked
package dev.sluice.influxctl.output;

import org.jspecify.annotations.NullMarked;
