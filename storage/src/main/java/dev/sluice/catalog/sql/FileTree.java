// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files of a snapshot, and what compaction leaves of them as it is. Immutable.
///
/// @param byTable the files of each table
/// @param byPath all of them, by the text of their path
/// @param inOrderOfDeletion the deleted ones
record FileTree(
        SortedTree<Long, Siblings> byTable,
        SortedTree<String, FileEntry> byPath,
        SortedTree<Place, DeletedFile> inOrderOfDeletion) {
    /// None.
    static final FileTree EMPTY =
            new FileTree(SortedTree.empty(), SortedTree.empty(), SortedTree.empty());

    /// Where a file stands among others.
    ///
    /// @param first its sequence, or for a deleted one when it was deleted, in milliseconds
    /// @param id tells apart those of the same
    record Place(long first, long id) implements Comparable<Place> {
        static Place of(FileEntry file) {
            return new Place(file.sequence(), file.id());
        }

        static Place of(DeletedFile deleted) {
            return new Place(deleted.deletedAt().toEpochMilli(), deleted.file().id());
        }

        @Override
        public int compareTo(Place other) {
            int order = Long.compare(first, other.first);
            return order != 0 ? order : Long.compare(id, other.id);
        }
    }

    /// The files of one table.
    ///
    /// @param live by their order
    /// @param deleted by id
    /// @param skipped by key: the partitions that compaction leaves as they are
    record Siblings(
            SortedTree<Place, FileEntry> live,
            SortedTree<Long, DeletedFile> deleted,
            SortedTree<String, SkippedPartition> skipped) {
        static final Siblings NONE =
                new Siblings(SortedTree.empty(), SortedTree.empty(), SortedTree.empty());
    }

    /// With a live file.
    FileTree with(FileEntry file) {
        Siblings siblings = siblings(file.tableId());
        return new FileTree(
                byTable.with(
                        file.tableId(),
                        new Siblings(
                                siblings.live.with(Place.of(file), file),
                                siblings.deleted,
                                siblings.skipped)),
                byPath.with(file.path().value(), file),
                inOrderOfDeletion);
    }

    /// With a file deleted, which may have been live.
    FileTree with(DeletedFile deleted) {
        FileEntry file = deleted.file();
        Siblings siblings = siblings(file.tableId());
        return new FileTree(
                byTable.with(
                        file.tableId(),
                        new Siblings(
                                siblings.live.without(Place.of(file)),
                                siblings.deleted.with(file.id(), deleted),
                                siblings.skipped)),
                byPath.with(file.path().value(), file),
                inOrderOfDeletion.with(Place.of(deleted), deleted));
    }

    /// Without a deleted file.
    FileTree without(DeletedFile deleted) {
        FileEntry file = deleted.file();
        Siblings siblings = siblings(file.tableId());
        return new FileTree(
                byTable.with(
                        file.tableId(),
                        new Siblings(
                                siblings.live,
                                siblings.deleted.without(file.id()),
                                siblings.skipped)),
                byPath.without(file.path().value()),
                inOrderOfDeletion.without(Place.of(deleted)));
    }

    /// With a partition that is skipped.
    FileTree with(SkippedPartition skipped) {
        SortedTree<String, SkippedPartition> all = siblings(skipped.tableId()).skipped;
        return withSkipped(skipped.tableId(), all.with(skipped.partition(), skipped));
    }

    /// With a partition that is skipped no more.
    FileTree without(SkippedPartition skipped) {
        SortedTree<String, SkippedPartition> all = siblings(skipped.tableId()).skipped;
        return withSkipped(skipped.tableId(), all.without(skipped.partition()));
    }

    private FileTree withSkipped(long tableId, SortedTree<String, SkippedPartition> skipped) {
        Siblings siblings = siblings(tableId);
        return new FileTree(
                byTable.with(tableId, new Siblings(siblings.live, siblings.deleted, skipped)),
                byPath,
                inOrderOfDeletion);
    }

    List<SkippedPartition> skipped() {
        return byTable.values().stream()
                .flatMap(siblings -> siblings.skipped.values().stream())
                .toList();
    }

    List<SkippedPartition> skipped(long tableId) {
        return siblings(tableId).skipped.values();
    }

    @Nullable SkippedPartition findSkipped(long tableId, String partition) {
        return siblings(tableId).skipped.find(partition);
    }

    /// Without any file of a table.
    FileTree without(long tableId) {
        Siblings siblings = siblings(tableId);
        SortedTree<String, FileEntry> paths = byPath;
        for (FileEntry file : siblings.live.values()) {
            paths = paths.without(file.path().value());
        }
        SortedTree<Place, DeletedFile> inOrder = inOrderOfDeletion;
        for (DeletedFile deleted : siblings.deleted.values()) {
            paths = paths.without(deleted.file().path().value());
            inOrder = inOrder.without(Place.of(deleted));
        }
        return new FileTree(byTable.without(tableId), paths, inOrder);
    }

    List<FileEntry> live(long tableId) {
        return siblings(tableId).live.values();
    }

    /// Those that were deleted at `until` or before, at most `max`.
    List<DeletedFile> deleted(Instant until, int max) {
        return inOrderOfDeletion.firstValues(new Place(until.toEpochMilli(), Long.MAX_VALUE), max);
    }

    boolean isLive(FileEntry file) {
        return file.equals(findLive(file.tableId(), Place.of(file)));
    }

    @Nullable FileEntry findLive(long tableId, Place place) {
        return siblings(tableId).live.find(place);
    }

    @Nullable DeletedFile findDeleted(long tableId, long fileId) {
        return siblings(tableId).deleted.find(fileId);
    }

    private Siblings siblings(long tableId) {
        Siblings found = byTable.find(tableId);
        return found == null ? Siblings.NONE : found;
    }
}
