// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// What answers of InfluxQL look like outside (data.md 3.4 to 3.6): rows to series, and series to
/// JSON, CSV and MessagePack.
///
/// Owns: where a series begins, chunks, the text of numbers and times. Does not own: queries
/// (`dev.sluice.query`), and how the bytes reach a client (`dev.sluice.http`). Start at
/// [dev.sluice.series.AnswerWriter].
@NullMarked
package dev.sluice.series;

import org.jspecify.annotations.NullMarked;
