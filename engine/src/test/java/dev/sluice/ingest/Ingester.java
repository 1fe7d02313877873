// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.background.WorkPool;
import dev.sluice.buffer.Buffer;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.datafile.DataFiles;
import dev.sluice.lineprotocol.KnownColumns;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.lineprotocol.ParsedLines;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Precision;
import dev.sluice.model.Principal;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.wal.FileLog;
import dev.sluice.wal.LogLimits;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An ingester over real storage in a directory, with an encoder in memory; can be restarted as
/// after a crash.
final class Ingester implements AutoCloseable {
    static final DatabaseName DATABASE = new DatabaseName("db");
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private InstantSource fileClock = InstantSource.fixed(NOW);
    static final IngestLimits LIMITS =
            new IngestLimits(1 << 26, 1 << 26, Duration.ofDays(1), Duration.ofDays(1), 3);

    /// Shared, so that parallel work is a part of every test.
    private static final DataFiles.Helpers HELPERS =
            new DataFiles.Helpers(new WorkPool("test-helper", 2), WorkPool.CALLER_ALONE);

    private final Path directory;
    private final IngestLimits limits;
    private final MemoryEncoder encoder = new MemoryEncoder();
    private final ScriptedCatalog catalog;
    private final LocalObjectStore store;
    private final FaultPlan faults;
    private @Nullable Running running;

    /// What a crash ends.
    private record Running(
            WriteAheadLog log, Buffer buffer, WriteService writes, Persister persister) {}

    Ingester(Path directory) throws IOException {
        this(directory, LIMITS);
    }

    Ingester(Path directory, IngestLimits limits) throws IOException {
        this(directory, limits, FaultPlan.none());
    }

    /// One whose calls to object store, catalog and log go through `faults`.
    Ingester(Path directory, FaultPlan faults) throws IOException {
        this(directory, LIMITS, faults);
    }

    private Ingester(Path directory, IngestLimits limits, FaultPlan faults) throws IOException {
        this.faults = faults;
        this.directory = directory;
        this.limits = limits;
        this.catalog = new ScriptedCatalog(SqlCatalog.open(directory.resolve("catalog.db")));
        this.store = LocalObjectStore.open(directory.resolve("objects"));
        Files.createDirectories(directory.resolve("scratch"));
        start();
    }

    private void start() throws IOException {
        WriteAheadLog log =
                faults.around(FileLog.open(directory.resolve("log"), LogLimits.DEFAULT, _ -> {}));
        Buffer buffer = new Buffer();
        Recovery.run(catalog, log, buffer);
        Intake intake = new Intake(log, buffer, limits);
        WriteService writes = new WriteService(catalog, intake, limits, InstantSource.fixed(NOW));
        Persister persister =
                new Persister(
                        intake,
                        faults.around(catalog),
                        faults.around(store),
                        encoder,
                        directory.resolve("scratch"),
                        UUID::randomUUID,
                        () -> fileClock.instant(),
                        HELPERS);
        running = new Running(log, buffer, writes, persister);
    }

    /// Files are as old as this says.
    void ageFilesBy(InstantSource clock) {
        fileClock = clock;
    }

    /// Ends without persisting and starts again.
    void restart() throws IOException {
        running().log().close();
        start();
    }

    /// Makes the database.
    void createDatabase(long retentionNanos, int tablesMax, int columnsPerTableMax) {
        catalog.commit(
                        new CatalogChange.CreateDatabase(
                                DATABASE, retentionNanos, tablesMax, columnsPerTableMax))
                .require();
    }

    /// Makes the database with usual limits.
    Ingester withDatabase() {
        createDatabase(0, 500, 250);
        return this;
    }

    WriteOutcome write(String lines) {
        return write(DATABASE, lines);
    }

    WriteOutcome write(DatabaseName database, String lines) {
        return write(grant(Action.WRITE, database), lines);
    }

    WriteOutcome write(Grant.ForDatabase grant, String lines) {
        WriteService writes = running().writes();
        return writes.write(grant, parsed(lines, writes.knownColumns(grant)));
    }

    /// Writes lines that were parsed before the catalog knew their columns.
    WriteOutcome writeUnknown(String lines) {
        return running()
                .writes()
                .write(grant(Action.WRITE, DATABASE), parsed(lines, KnownColumns.NONE));
    }

    static Grant.ForDatabase grant(Action action, DatabaseName database) {
        Principal principal =
                new Principal(Principal.CredentialKind.DATABASE_TOKEN, "sluice", "id", "test");
        return new Grant.ForDatabase(principal, action, database);
    }

    private static ParsedLines parsed(String lines, KnownColumns known) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        long nowNanos = NOW.getEpochSecond() * 1_000_000_000L;
        return LineProtocolParser.parse(
                bytes, 0, bytes.length, Precision.NANOSECOND, nowNanos, known);
    }

    void flush() throws IOException {
        running().persister().flush();
    }

    Persister persister() {
        return running().persister();
    }

    ScriptedCatalog catalog() {
        return catalog;
    }

    MemoryEncoder encoder() {
        return encoder;
    }

    LocalObjectStore store() {
        return store;
    }

    Buffer buffer() {
        return running().buffer();
    }

    TableEntry table(String name) {
        return catalog.snapshot().findTable(database().id(), name).orElseThrow();
    }

    DatabaseEntry database() {
        return catalog.snapshot().findDatabase(DATABASE.value()).orElseThrow();
    }

    List<TableEntry> tables() {
        return catalog.snapshot().tables(database().id());
    }

    List<FileEntry> files() {
        CatalogSnapshot snapshot = catalog.snapshot();
        return tables().stream().flatMap(table -> snapshot.files(table.id()).stream()).toList();
    }

    LogPosition persistedThrough() {
        return catalog.snapshot().persistedThrough();
    }

    List<Path> logSegments() throws IOException {
        try (var files = Files.list(directory.resolve("log"))) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    /// What a query sees: files in order of commit, then the buffer in order of position.
    Points visible() throws IOException {
        Points points = new Points();
        for (FileEntry file : files()) {
            try (HeldFile held = store.hold(file.path())) {
                points.add(encoder.decode(held.path()));
            }
        }
        for (TableEntry table : tables()) {
            for (BufferedRows rows : running().buffer().snapshot(table.id())) {
                points.add(rows.rows());
            }
        }
        return points;
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    @Override
    public void close() {
        running().log().close();
        catalog.close();
    }
}
