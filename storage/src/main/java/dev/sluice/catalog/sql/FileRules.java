// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.model.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules of the changes that are about files. Each gives what is wrong, or null after it has
/// added its rows to the plan.
final class FileRules {
    private FileRules() {}

    static @Nullable Problem add(ChangePlan plan, CatalogChange.AddFiles add) {
        if (add.persistedThrough().compareTo(plan.after().persistedThrough()) < 0) {
            throw new IllegalArgumentException(
                    "the persisted position goes back from "
                            + plan.after().persistedThrough()
                            + " to "
                            + add.persistedThrough());
        }
        for (CatalogChange.AddedFile added : add.files()) {
            long id = plan.takeId();
            Problem broken = add(plan, added, id, id);
            if (broken != null) {
                return broken;
            }
        }
        plan.persistedThrough(add.persistedThrough());
        return null;
    }

    static @Nullable Problem replace(ChangePlan plan, CatalogChange.ReplaceFiles replace) {
        Problem broken = delete(plan, replace.replaced(), replace.deletedAt());
        if (broken == null && !replace.added().isEmpty()) {
            broken = between(plan, replace.replaced());
        }
        long sequence =
                replace.replaced().stream().mapToLong(FileEntry::sequence).max().orElseThrow();
        for (CatalogChange.AddedFile added : replace.added()) {
            if (broken == null) {
                broken = add(plan, added, plan.takeId(), sequence);
            }
        }
        return broken;
    }

    static @Nullable Problem delete(ChangePlan plan, CatalogChange.DeleteFiles delete) {
        return delete(plan, delete.files(), delete.deletedAt());
    }

    static @Nullable Problem forget(ChangePlan plan, CatalogChange.ForgetFiles forget) {
        for (FileEntry file : forget.files()) {
            if (plan.after().isLive(file)) {
                return Problem.conflict("file_live", "file " + file.path() + " is not deleted");
            }
            DeletedFile deleted = plan.after().findDeleted(file);
            if (deleted != null) {
                plan.add(new CatalogRow.FileForgotten(deleted));
            }
        }
        return null;
    }

    static @Nullable Problem skip(ChangePlan plan, CatalogChange.SkipPartition skip) {
        SkippedPartition skipped = skip.skipped();
        if (plan.after().findTable(skipped.tableId()).isEmpty()) {
            return Problem.notFound("table_not_found", "table " + skipped.tableId() + " not found");
        }
        plan.add(
                new CatalogRow.PartitionSkipped(
                        new SkippedPartition(
                                skipped.tableId(),
                                skipped.partition(),
                                skipped.reason(),
                                skipped.fileCount(),
                                skipped.rowCount(),
                                skipped.sizeBytes(),
                                skipped.skippedAt().truncatedTo(ChronoUnit.MILLIS))));
        return null;
    }

    static @Nullable Problem retry(ChangePlan plan, CatalogChange.RetryPartition retry) {
        plan.after()
                .findSkippedPartition(retry.tableId(), retry.partition())
                .ifPresent(skipped -> plan.add(new CatalogRow.PartitionRetried(skipped)));
        return null;
    }

    private static @Nullable Problem delete(
            ChangePlan plan, List<FileEntry> files, Instant deletedAt) {
        Instant kept = deletedAt.truncatedTo(ChronoUnit.MILLIS);
        for (FileEntry file : files) {
            if (!plan.after().isLive(file)) {
                return Problem.conflict(
                        "file_not_live", "file " + file.path() + " is not live any more");
            }
            plan.add(new CatalogRow.FileDeleted(new DeletedFile(file, kept)));
        }
        return null;
    }

    /// What stands between the replaced files, which are deleted by now, or null. The new files
    /// take the place of the newest of them, so a file in front of that place that won over one of
    /// them would lose.
    private static @Nullable Problem between(ChangePlan plan, List<FileEntry> replaced) {
        long last = replaced.stream().mapToLong(FileEntry::sequence).max().orElseThrow();
        for (FileEntry other : plan.after().files(replaced.getFirst().tableId())) {
            boolean stands =
                    other.sequence() <= last
                            && replaced.stream()
                                    .anyMatch(file ->
                                            file.sequence() < other.sequence()
                                                    && file.mayShareAPointWith(other));
            if (stands) {
                return Problem.conflict(
                        "file_between",
                        "file " + other.path() + " stands between those that are replaced");
            }
        }
        return null;
    }

    private static @Nullable Problem add(
            ChangePlan plan, CatalogChange.AddedFile added, long id, long sequence) {
        if (plan.after()
                .findTable(added.tableId())
                .filter(table -> table.databaseId() == added.databaseId())
                .isEmpty()) {
            return Problem.notFound(
                    "table_not_found",
                    "table "
                            + added.tableId()
                            + " of database "
                            + added.databaseId()
                            + " not found");
        }
        if (plan.after().findFile(added.file().path()).isPresent()) {
            return Problem.conflict(
                    "file_exists", "file " + added.file().path() + " is in the catalog already");
        }
        plan.add(
                new CatalogRow.NewFile(
                        new FileEntry(
                                id,
                                added.file().path(),
                                added.tableId(),
                                added.timeNanosMin(),
                                added.timeNanosMax(),
                                added.rowCount(),
                                added.file().sizeBytes(),
                                sequence,
                                added.level(),
                                added.partition(),
                                added.columns())));
        return null;
    }
}
