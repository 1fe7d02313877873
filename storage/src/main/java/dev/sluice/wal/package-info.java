// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors

/// The write-ahead log: append, sync, replay, trim.
///
/// Owns: the record format (checksum and version first), segments of a directory, objects of a
/// bucket, group commit, and the receipts [dev.sluice.wal.CheckedBatch] (declared here, issued by
/// `dev.sluice.ingest`) and [dev.sluice.wal.LoggedBatch]. Does not own: what becomes of a batch.
/// Does not log. Start at [dev.sluice.wal.WriteAheadLog].
@NullMarked
package dev.sluice.wal;

import org.jspecify.annotations.NullMarked;
