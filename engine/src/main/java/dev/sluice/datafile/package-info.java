// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// From rows to data files: points merged and sorted, cut by partition, encoded and stored; and
/// from files to the rows of a few series.
///
/// Owns: which rows share a file, their order in it, which of them are of which series, and what
/// makes one row of several of the same point. Does not own: when that is done
/// (`dev.sluice.ingest`, `dev.sluice.compaction`), Parquet (`dev.sluice.parquet`), telling the
/// catalog. Start at [dev.sluice.datafile.DataFiles].
@NullMarked
package dev.sluice.datafile;

import org.jspecify.annotations.NullMarked;
