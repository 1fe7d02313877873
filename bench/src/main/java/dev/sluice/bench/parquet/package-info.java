// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Writing Parquet files: our own encoder beside the engine's COPY, in processor time and in bytes.
///
/// Owns: the rows that are written, and the contenders. Start at
/// [dev.sluice.bench.parquet.ParquetBench].
@NullMarked
package dev.sluice.bench.parquet;

import org.jspecify.annotations.NullMarked;
