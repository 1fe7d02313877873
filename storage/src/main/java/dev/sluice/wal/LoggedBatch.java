// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

/// A batch that a crash cannot lose any more. Issued by the log alone, after its sync or on replay.
///
/// @param position where it stands in the log; the higher of two wins for the same point
/// @param batch the rows
public record LoggedBatch(LogPosition position, CheckedBatch batch) {}
