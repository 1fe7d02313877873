// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.objectstore.ObjectPath;
import org.jspecify.annotations.Nullable;

/// A data file of a table. Its rows are unique by primary key.
///
/// @param id never used again
/// @param path where it is in the object store
/// @param tableId its table
/// @param timeNanosMin smallest time in it
/// @param timeNanosMax largest time in it
/// @param rowCount rows in it
/// @param sizeBytes its size
/// @param sequence of two files that hold the same point the higher wins: the order of commit, and
///   for a file that replaced others the highest of theirs
/// @param level 0 as persisted, 1 or 2 as compacted (data.md 7.7)
/// @param partition the key of the one partition that its rows belong to, as
///   [dev.sluice.partition.PartitionKey] renders it; null where nobody wrote it down
/// @param columns which of the table's columns it has; null where nobody wrote it down
public record FileEntry(
        long id,
        ObjectPath path,
        long tableId,
        long timeNanosMin,
        long timeNanosMax,
        long rowCount,
        long sizeBytes,
        long sequence,
        int level,
        @Nullable String partition,
        @Nullable ColumnSet columns) {
    /// The highest level.
    public static final int LEVEL_MAX = 2;

    /// A file as persisted, of a partition that nobody wrote down, with an id of its place.
    public FileEntry(
            ObjectPath path,
            long tableId,
            long timeNanosMin,
            long timeNanosMax,
            long rowCount,
            long sizeBytes,
            long sequence) {
        this(
                sequence,
                path,
                tableId,
                timeNanosMin,
                timeNanosMax,
                rowCount,
                sizeBytes,
                sequence,
                0,
                null,
                null);
    }

    /// Whether this file and `other` can hold the same point.
    public boolean mayShareAPointWith(FileEntry other) {
        return tableId == other.tableId
                && !isApartFrom(other)
                && timeNanosMin <= other.timeNanosMax
                && other.timeNanosMin <= timeNanosMax;
    }

    /// Whether this file and `other` are of different partitions, which share no point.
    public boolean isApartFrom(FileEntry other) {
        return partition != null && other.partition != null && !partition.equals(other.partition);
    }
}
