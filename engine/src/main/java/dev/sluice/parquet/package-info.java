// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Columns to Parquet and some of their rows back, without rows in between and without an engine.
///
/// Owns: pages, encodings, statistics and footers of the files that it writes, and the reading of a
/// few rows of those; what it takes is its own small model of a column, what it gives are values.
/// Does not own: which rows go into a file, their order, or where the file goes
/// (`dev.sluice.ingest`); which rows of a file are wanted (`dev.sluice.datafile`); the reading of
/// many rows, and of files that somebody else wrote (`dev.sluice.duckdb`). Logs nothing. Start at
/// [dev.sluice.parquet.ParquetFile] and [dev.sluice.parquet.RowReader].
@NullMarked
package dev.sluice.parquet;

import org.jspecify.annotations.NullMarked;
