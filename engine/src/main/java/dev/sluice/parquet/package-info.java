// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Columns to Parquet, without rows in between and without an engine.
///
/// Owns: pages, encodings, statistics and footers of the files that it writes; what it takes is its
/// own small model of a column. Does not own: which rows go into a file, their order, or where the
/// file goes (`dev.sluice.ingest`); reading (`dev.sluice.duckdb`). Logs nothing. Start at
/// [dev.sluice.parquet.ParquetFile].
@NullMarked
package dev.sluice.parquet;

import org.jspecify.annotations.NullMarked;
