// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import dev.sluice.background.RepeatedLook;
import dev.sluice.background.Trouble;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogChange.AddedFile;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.CommitOutcome.Committed;
import dev.sluice.catalog.CommitOutcome.Refused;
import dev.sluice.catalog.CommitOutcome.Unknown;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.Turn;
import dev.sluice.datafile.DataFiles;
import dev.sluice.datafile.ParquetEncoder;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Merges the files of partitions, on a thread of its own. Whatever a query sees before, it sees
/// after: the new files have the newest value of each field of each point, and one change of the
/// catalog puts them in the place of the old ones, which stay until the collector removes them.
///
/// What is too much at once is written down in the catalog, and left alone until it is taken away
/// there. A step that fails is tried again, less often the more often it fails, and keeps no other
/// partition. When nobody can say whether the catalog took the new files, they stay: either they
/// are known, or the collector finds them.
public final class Compactor implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Compactor.class);

    private final Stores stores;
    private final CompactionLimits limits;
    private final InstantSource clock;
    private final CompactionObserver observer;
    private final RepeatedLook looks;

    private final Map<Partition, KnownPartition> known = new HashMap<>();

    /// What the log was told of whole looks.
    private final Trouble trouble = new Trouble();

    /// What a compactor works with.
    ///
    /// @param catalog what exists
    /// @param objects where files are
    /// @param inUse where the files are named that are being read
    /// @param rows reads files
    /// @param encoder makes files
    /// @param scratch a directory of its own for files in the making
    /// @param fileIds fresh names for files
    /// @param turn tells when this process is the one to merge
    public record Stores(
            Catalog catalog,
            ObjectStore objects,
            ObjectsInUse inUse,
            StoredRows rows,
            ParquetEncoder encoder,
            Path scratch,
            Supplier<UUID> fileIds,
            Turn turn) {}

    private record Partition(long tableId, String key) {}

    /// @param clock for the age of partitions
    public Compactor(
            Stores stores,
            CompactionLimits limits,
            InstantSource clock,
            CompactionObserver observer) {
        this.stores = stores;
        this.limits = limits;
        this.clock = clock;
        this.observer = observer;
        this.looks =
                new RepeatedLook(
                        "sluice-compactor",
                        Turn.PAUSE,
                        () -> stores.turn().whenTaken(this::supervisedLook));
    }

    /// Starts compacting. Once.
    ///
    /// @throws IOException when the scratch directory cannot be used
    public void start() throws IOException {
        DataFiles.prepare(stores.scratch());
        looks.start();
    }

    /// Ends after the files that are being merged.
    @Override
    public void close() {
        looks.close();
    }

    /// Looks at every partition once, and merges files of those where it is due.
    ///
    /// @return how many partitions had files merged
    int look() {
        int merged = 0;
        CatalogSnapshot snapshot = stores.catalog().snapshot();
        Set<Partition> there = new HashSet<>();
        for (DatabaseEntry database : snapshot.databases()) {
            for (TableEntry table : snapshot.tables(database.id())) {
                for (Map.Entry<String, List<FileEntry>> files :
                        byPartition(snapshot.files(table.id())).entrySet()) {
                    Partition named = new Partition(table.id(), files.getKey());
                    there.add(named);
                    KnownPartition partition =
                            known.computeIfAbsent(named, _ -> new KnownPartition(named.key()));
                    partition.look(files.getValue(), clock.instant());
                    boolean skipped =
                            snapshot.findSkippedPartition(table.id(), files.getKey()).isPresent();
                    if (!skipped
                            && !looks.isClosing()
                            && compacted(table, partition, files.getValue())) {
                        merged++;
                    }
                }
            }
        }
        known.keySet().retainAll(there);
        return merged;
    }

    private static Map<String, List<FileEntry>> byPartition(List<FileEntry> files) {
        Map<String, List<FileEntry>> partitions = new TreeMap<>();
        for (FileEntry file : files) {
            String key = file.partition();
            if (key != null) {
                partitions.computeIfAbsent(key, _ -> new ArrayList<>()).add(file);
            }
        }
        return partitions;
    }

    private boolean compacted(TableEntry table, KnownPartition partition, List<FileEntry> files) {
        boolean cold = partition.isCold(clock.instant(), limits.coldAfter());
        return switch (CompactionChoice.of(files, cold, table.columns().size(), limits)) {
            case CompactionChoice.Nothing _ -> false;
            case CompactionChoice.Skipped(String reason) -> {
                skip(table, partition, files, reason);
                yield false;
            }
            case CompactionChoice.Merge merge ->
                    partition.tries(merge.files()) && attempt(table, partition, files, merge);
        };
    }

    /// Writes down that a partition is left as it is; where that fails, the next look tries again.
    private void skip(
            TableEntry table, KnownPartition partition, List<FileEntry> files, String reason) {
        SkippedPartition skipped =
                new SkippedPartition(
                        table.id(),
                        partition.key(),
                        reason,
                        files.size(),
                        files.stream().mapToLong(FileEntry::rowCount).sum(),
                        files.stream().mapToLong(FileEntry::sizeBytes).sum(),
                        clock.instant());
        if (stores.catalog().commit(new CatalogChange.SkipPartition(skipped))
                instanceof Committed) {
            observer.skipped();
            LOGGER.atWarn()
                    .addKeyValue("table", table.name())
                    .addKeyValue("partition", partition.key())
                    .addKeyValue("reason", reason)
                    .log("files are not merged");
        }
    }

    private boolean attempt(
            TableEntry table,
            KnownPartition partition,
            List<FileEntry> all,
            CompactionChoice.Merge merge) {
        DataFiles files =
                new DataFiles(
                        stores.objects(),
                        stores.encoder(),
                        stores.scratch(),
                        stores.fileIds(),
                        clock);
        MergedFiles merging = new MergedFiles(stores, table, merge, files, limits);
        List<AddedFile> added;
        try {
            MergedFiles.Outcome outcome = merging.write();
            if (outcome != MergedFiles.Outcome.WRITTEN) {
                files.discard();
                if (outcome == MergedFiles.Outcome.TOO_MUCH) {
                    skip(table, partition, all, merging.tooMuch());
                }
                return false;
            }
            added = files.added();
            if (merge.joins() && added.size() >= merge.files().size()) {
                files.discard();
                partition.joinedInVain(merge.files());
                return false;
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            files.discard();
            failed(table, partition, e);
            return false;
        }
        return commit(table, partition, merge.files(), files, added);
    }

    private void failed(TableEntry table, KnownPartition partition, Throwable failure) {
        int rests = partition.failed();
        observer.failed();
        LOGGER.atWarn()
                .addKeyValue("table", table.name())
                .addKeyValue("partition", partition.key())
                .addKeyValue("looks", rests)
                .addKeyValue("reason", Trouble.reason(failure))
                .setCause(partition.trouble().begin(failure))
                .log("files could not be merged; tried again after some looks");
    }

    private boolean commit(
            TableEntry table,
            KnownPartition partition,
            List<FileEntry> chosen,
            DataFiles files,
            List<AddedFile> added) {
        CommitOutcome outcome;
        try {
            outcome =
                    stores.catalog()
                            .commit(new CatalogChange.ReplaceFiles(chosen, added, clock.instant()));
        } catch (ProblemException e) {
            files.discard();
            failed(table, partition, e);
            return false;
        }
        return switch (outcome) {
            case Committed _ -> {
                partition.merged();
                if (partition.trouble().end()) {
                    LOGGER.atInfo()
                            .addKeyValue("table", table.name())
                            .addKeyValue("partition", partition.key())
                            .log("files are merged again");
                }
                observer.merged(chosen.size(), added.stream().mapToLong(AddedFile::rowCount).sum());
                yield true;
            }
            case Refused(Problem problem) -> {
                files.discard();
                LOGGER.atInfo()
                        .addKeyValue("reason", problem.message())
                        .log("merged files came too late");
                yield false;
            }
            case Unknown(Problem problem) -> {
                observer.failed();
                LOGGER.atWarn()
                        .addKeyValue("reason", problem.message())
                        .log("nobody can say whether merged files took the place of others");
                yield false;
            }
        };
    }

    /// Whatever goes wrong with the catalog, the next look comes. Files of which the catalog may
    /// know are kept then: those that it does not know are collected.
    private Duration supervisedLook() {
        try {
            look();
            if (trouble.end()) {
                LOGGER.atInfo().log("files are looked through again");
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            observer.failed();
            LOGGER.atWarn()
                    .addKeyValue("reason", Trouble.reason(e))
                    .setCause(trouble.begin(e))
                    .log("files could not be looked through");
        }
        return limits.pause();
    }
}
