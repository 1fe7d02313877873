// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// Few large files in the place of many small ones, with the same points in them.
///
/// Owns: which files of a partition are merged, and when. Does not own: merging and writing
/// (`dev.sluice.datafile`), reading ([dev.sluice.compaction.StoredRows] is implemented by whoever
/// can), whether the change is right (`dev.sluice.catalog`). Start at
/// [dev.sluice.compaction.Compactor].
@NullMarked
package dev.sluice.compaction;

import org.jspecify.annotations.NullMarked;
