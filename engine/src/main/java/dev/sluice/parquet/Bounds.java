// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import org.apache.parquet.format.Statistics;

/// The smallest and the largest value of a column chunk, as readers may use them to leave it out
/// (parquet.thrift, Statistics and ColumnOrder). Not safe for threads.
sealed interface Bounds permits TextBounds, WordBounds {
    /// The statistics of the chunk.
    Statistics statistics(long nullCount);
}
