// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.background.Threads;
import dev.sluice.background.Trouble;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.CommitOutcome.Refused;
import dev.sluice.catalog.CommitOutcome.Unknown;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.datafile.DataFiles;
import dev.sluice.datafile.ParquetEncoder;
import dev.sluice.ingest.Intake.Cut;
import dev.sluice.model.Problem;
import dev.sluice.objectstore.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves rows from the buffer into files: at intervals, when the buffer is large, and on close.
///
/// One thread of its own does it; [#flush] may be called by any. When a step fails, the rows stay
/// in the buffer and in the log, and the next attempt starts with the same rows. When nobody can
/// say whether the catalog took the files, nothing is deleted, and the next attempt asks the
/// catalog first: going on without could trim the log of rows that are in no file, or store them in
/// two.
public final class Persister implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Persister.class);

    /// Files are made of so many usual flushes of a table at once, at most.
    private static final int FLUSHES_AT_ONCE = 2;

    private final Intake intake;
    private final Catalog catalog;
    private final ObjectStore store;
    private final ParquetEncoder encoder;
    private final Path scratch;
    private final Supplier<UUID> fileIds;
    private final InstantSource clock;
    private final DataFiles.Helpers helpers;
    private final Thread thread;

    /// Held through an attempt.
    private final ReentrantLock flushing = new ReentrantLock();

    /// What an earlier attempt could not persist.
    private @Nullable Cut pending;

    /// What the log was told of attempts. Of the thread, and of [#close] once that has ended.
    private final Trouble trouble = new Trouble();

    /// How far its rows are.
    private Reached reached = Reached.BUFFER;

    private enum Reached {
        /// They are in the buffer and in the log alone.
        BUFFER,
        /// They may be in files, since the catalog left their commit unknown.
        UNKNOWN,
        /// They are in files, and have but to be let go.
        FILES
    }

    /// @param intake whose rows to persist
    /// @param catalog learns of the files
    /// @param store takes the files
    /// @param encoder makes the files
    /// @param scratch a directory for files in the making
    /// @param fileIds fresh names for files
    /// @param clock for the age of files
    /// @param helpers help to make and store files
    public Persister(
            Intake intake,
            Catalog catalog,
            ObjectStore store,
            ParquetEncoder encoder,
            Path scratch,
            Supplier<UUID> fileIds,
            InstantSource clock,
            DataFiles.Helpers helpers) {
        this.intake = intake;
        this.catalog = catalog;
        this.store = store;
        this.encoder = encoder;
        this.scratch = scratch;
        this.fileIds = fileIds;
        this.clock = clock;
        this.helpers = helpers;
        this.thread = Thread.ofPlatform().name("sluice-persister").unstarted(this::run);
    }

    /// Starts persisting. Once.
    ///
    /// @throws IOException when the scratch directory cannot be used
    public void start() throws IOException {
        DataFiles.prepare(scratch);
        thread.start();
    }

    /// Persists what was accepted so far. Does nothing when there is nothing.
    ///
    /// @throws IOException when log or object store failed; the rows are kept for another attempt
    /// @throws dev.sluice.model.ProblemException when the catalog refused, failed, or left the
    ///   outcome unknown; the rows are kept all the same
    public void flush() throws IOException {
        flushing.lock();
        try {
            if (pending != null) {
                persistAndRelease(pending);
            }
            pending = intake.cut();
            persistAndRelease(pending);
        } finally {
            flushing.unlock();
        }
    }

    /// Persists what is left, and ends. What cannot be persisted stays in the log.
    @Override
    public void close() {
        // Not by an interrupt: it would close files that an attempt is working on.
        intake.endFlushWaits();
        Threads.join(thread);
        attempt();
    }

    private void persistAndRelease(Cut cut) throws IOException {
        if (reached == Reached.UNKNOWN) {
            reached = isInCatalog(cut) ? Reached.FILES : Reached.BUFFER;
        }
        if (reached == Reached.BUFFER) {
            intake.begin(cut);
            if (!cut.rows().isEmpty()) {
                persist(cut);
            }
            reached = Reached.FILES;
        }
        intake.release(cut);
        pending = null;
        reached = Reached.BUFFER;
    }

    /// Whether the catalog has the files of an attempt that it left unknown. The commit of no
    /// change makes it read its store again, by when that attempt is made or never will be; and a
    /// position that far comes from that attempt alone.
    private boolean isInCatalog(Cut cut) {
        CatalogSnapshot settled =
                catalog.commit(new CatalogChange.ForgetFiles(List.of())).require();
        return settled.persistedThrough().compareTo(cut.through()) >= 0;
    }

    private void persist(Cut cut) throws IOException {
        DataFiles files = new DataFiles(store, encoder, scratch, fileIds, clock, helpers);
        CatalogSnapshot snapshot = catalog.snapshot();
        List<CatalogChange.AddedFile> added;
        try {
            for (Map.Entry<Long, List<BufferedRows>> rows : cut.rows().tables().entrySet()) {
                Optional<TableEntry> table = snapshot.findTable(rows.getKey());
                // Rows of a table that was deleted meanwhile are let go with it.
                if (table.isPresent()) {
                    write(files, table.get(), rows.getValue(), snapshot);
                }
            }
            added = files.added();
        } catch (IOException | RuntimeException e) {
            files.discard();
            throw e;
        } catch (OutOfMemoryError e) {
            files.discard();
            throw new IOException("there is no memory to make files", e);
        }
        reached = Reached.UNKNOWN;
        CommitOutcome outcome = catalog.commit(new CatalogChange.AddFiles(added, cut.through()));
        if (outcome instanceof Unknown(Problem problem)) {
            throw problem.asException();
        }
        if (outcome instanceof Refused(Problem problem)) {
            reached = Reached.BUFFER;
            files.discard();
            throw problem.asException();
        }
        LOGGER.atDebug()
                .addKeyValue("files", added.size())
                .addKeyValue("through", cut.through().value())
                .log("persisted");
    }

    /// @throws IOException when log or object store failed, or when no file can be made of these
    ///   rows, which keeps those of all tables: it says of which table
    private void write(
            DataFiles files, TableEntry table, List<BufferedRows> rows, CatalogSnapshot snapshot)
            throws IOException {
        try {
            for (List<TableRows> part : parts(rows)) {
                files.write(table, part, 0, DataFiles.HOURLY_ROWS_MIN);
            }
        } catch (RuntimeException e) {
            String database =
                    snapshot.findDatabase(table.databaseId()).map(DatabaseEntry::name).orElse("?");
            throw new IOException(
                    "no file can be made of the rows of table '%s' (id %d) of database '%s': %s"
                            .formatted(table.name(), table.id(), database, e),
                    e);
        }
    }

    /// Parts rows of one table that are far more than usual, as they are where writers were faster
    /// than the disk or after a restart: making files takes memory beside the buffer, the more the
    /// more rows there are at once. Of two files of one commit the later one is the newer.
    private List<List<TableRows>> parts(List<BufferedRows> rows) {
        long bytesMax = FLUSHES_AT_ONCE * intake.flushBytes();
        List<List<TableRows>> parts = new ArrayList<>();
        long left = 0;
        for (BufferedRows batch : rows) {
            left -= batch.rows().sizeBytes();
            if (left < 0) {
                parts.add(new ArrayList<>());
                left = bytesMax - batch.rows().sizeBytes();
            }
            parts.getLast().add(batch.rows());
        }
        return parts;
    }

    private void run() {
        boolean goesOn = intake.awaitFlushDue();
        while (goesOn) {
            goesOn = attempt() ? intake.awaitFlushDue() : intake.awaitRetry();
        }
    }

    /// One supervised attempt: whatever goes wrong, the next one comes.
    private boolean attempt() {
        try {
            flush();
            if (trouble.end()) {
                LOGGER.atInfo().log("rows are persisted again");
            }
            return true;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOGGER.atError()
                    .addKeyValue("reason", Trouble.reason(e))
                    .setCause(trouble.begin(e))
                    .log("rows could not be persisted and stay in the log");
            intake.failed();
            return false;
        }
    }
}
