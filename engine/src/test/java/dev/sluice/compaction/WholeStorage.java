// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.background.WorkPool;
import dev.sluice.buffer.Buffer;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.catalog.Turn;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.collector.Collector;
import dev.sluice.collector.CollectorLook;
import dev.sluice.collector.CollectorObserver;
import dev.sluice.config.CollectorConfig;
import dev.sluice.config.CompactionConfig;
import dev.sluice.datafile.DataFiles;
import dev.sluice.datafile.OwnParquetEncoder;
import dev.sluice.duckdb.DuckDbEngine;
import dev.sluice.duckdb.DuckDbSettings;
import dev.sluice.ingest.IngestLimits;
import dev.sluice.ingest.Intake;
import dev.sluice.ingest.Persister;
import dev.sluice.ingest.Recovery;
import dev.sluice.ingest.WriteOutcome;
import dev.sluice.ingest.WriteService;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Precision;
import dev.sluice.model.Principal;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.query.DataFileReader;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryService;
import dev.sluice.query.ResultStream;
import dev.sluice.query.ScanLimits;
import dev.sluice.wal.FileLog;
import dev.sluice.wal.LogLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.jspecify.annotations.Nullable;

/// Everything between a parsed line and the answer of a query, over real files in a directory; can
/// be restarted as after a crash. Files go by the template of the table, a day each unless the
/// database has another. Time passes when it is told to.
final class WholeStorage implements AutoCloseable {
    private static final DatabaseName DATABASE = new DatabaseName("db");
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final DataFiles.Helpers HELPERS =
            new DataFiles.Helpers(
                    WorkPool.CALLER_ALONE, new WorkPool("test-put", DataFiles.PUTS_AT_ONCE - 1));

    /// Whatever there are two files of is merged.
    private static final CompactionLimits EVERYTHING_COLD =
            new CompactionLimits(
                    2, CompactionConfig.DEFAULT, 1 << 20, 1 << 20, Duration.ZERO, LONG);

    private final Path directory;
    private final IngestLimits ingest;
    private final SqlCatalog catalog;
    private final ObjectStore objects;
    private final ObjectsInUse inUse = new ObjectsInUse();
    private final DuckDbEngine engine;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private Running running;

    /// What a crash ends.
    private record Running(
            FileLog log, WriteService writes, Persister persister, QueryService queries) {}

    /// One to which a few batches are more than a usual flush, so that files are made of parts.
    WholeStorage(Path directory) throws IOException {
        this(directory, null, 1 << 12);
    }

    /// The same over another store.
    WholeStorage(Path directory, ObjectStore objects) throws IOException {
        this(directory, objects, null, 1 << 12);
    }

    /// @param template of the database; null for the default
    /// @param flushBytes of a usual flush
    WholeStorage(Path directory, @Nullable PartitionTemplate template, long flushBytes)
            throws IOException {
        this(directory, LocalObjectStore.open(directory.resolve("objects")), template, flushBytes);
    }

    private WholeStorage(
            Path directory,
            ObjectStore objects,
            @Nullable PartitionTemplate template,
            long flushBytes)
            throws IOException {
        this.directory = directory;
        this.ingest =
                new IngestLimits(1 << 26, flushBytes, Duration.ofDays(1), Duration.ofDays(1), 3);
        this.catalog = SqlCatalog.open(directory.resolve("catalog.db"));
        this.objects = objects;
        Files.createDirectories(directory.resolve("scratch"));
        this.engine =
                DuckDbEngine.start(
                        new DuckDbSettings(
                                directory, directory.resolve("spill"), 256L << 20, 1, 2, LONG));
        catalog.commit(new CatalogChange.CreateDatabase(DATABASE, 0, 500, 250, template)).require();
        this.running = start();
    }

    private Running start() throws IOException {
        FileLog log = FileLog.open(directory.resolve("log"), LogLimits.DEFAULT, _ -> {});
        Buffer buffer = new Buffer();
        Recovery.run(catalog, log, buffer);
        Intake intake = new Intake(log, buffer, ingest);
        InstantSource clock = () -> now;
        return new Running(
                log,
                new WriteService(catalog, intake, ingest, clock),
                new Persister(
                        intake,
                        catalog,
                        objects,
                        new OwnParquetEncoder(),
                        directory.resolve("scratch"),
                        UUID::randomUUID,
                        clock,
                        HELPERS),
                new QueryService(catalog, buffer, objects, inUse, engine, clock, ScanLimits.NONE));
    }

    void restart() throws IOException {
        running.log().close();
        running = start();
    }

    Instant now() {
        return now;
    }

    void letPass(Duration time) {
        now = now.plus(time);
    }

    /// @param retention how long points stay; zero for ever
    void keepFor(Duration retention) {
        catalog.commit(
                        new CatalogChange.UpdateDatabase(
                                DATABASE.value(), retention.toNanos(), null, null))
                .require();
    }

    /// One look of a collector.
    void sweep() throws IOException {
        try (Collector collector =
                new Collector(
                        CollectorConfig.DEFAULT,
                        new Collector.Stores(
                                catalog,
                                objects,
                                inUse,
                                catalog.dump(),
                                directory.resolve("snapshot"),
                                "9.8.7",
                                Turn.ALWAYS),
                        () -> now,
                        System::nanoTime,
                        CollectorObserver.NONE)) {
            CollectorLook.once(collector);
        }
    }

    void write(String lines) {
        assertThat(written(lines)).isEqualTo(new WriteOutcome.Accepted());
    }

    /// Writes lines that need not all be good.
    WriteOutcome written(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        Grant.ForDatabase grant = grant(Action.WRITE);
        return running.writes()
                .write(
                        grant,
                        LineProtocolParser.parse(
                                bytes,
                                0,
                                bytes.length,
                                Precision.NANOSECOND,
                                0,
                                running.writes().knownColumns(grant)));
    }

    void flush() throws IOException {
        running.persister().flush();
    }

    /// One look of a compactor.
    ///
    /// @param cold whether every partition is taken for cold
    int compact(boolean cold) throws IOException {
        return compact(cold, CompactionConfig.DEFAULT.fileBytesMax(), 1 << 20);
    }

    /// One look of a compactor that makes files of some size.
    ///
    /// @param cold whether every partition is taken for cold
    /// @param fileBytesMax how large a file is to be
    /// @param cellsMax most rows times columns of a file
    int compact(boolean cold, long fileBytesMax, long cellsMax) throws IOException {
        return compact(cold, fileBytesMax, cellsMax, Long.MAX_VALUE);
    }

    /// The same.
    ///
    /// @param textBytesMax most bytes of text of a file
    int compact(boolean cold, long fileBytesMax, long cellsMax, long textBytesMax)
            throws IOException {
        CompactionLimits limits =
                new CompactionLimits(
                        2,
                        new CompactionConfig(fileBytesMax, 20, 80, 4, 2),
                        cellsMax,
                        textBytesMax,
                        cold ? Duration.ZERO : Duration.ofDays(1),
                        LONG);
        return compact(
                catalog,
                limits,
                new DataFileReader(engine, LONG)::read,
                directory.resolve("compaction"));
    }

    /// One look of a compactor in another process, without any lock; every partition is cold to it.
    ///
    /// @param meanwhile done between its first look at the catalog and its first read
    int compactElsewhere(Runnable meanwhile) throws IOException {
        StoredRows real = new DataFileReader(engine, LONG)::read;
        AtomicBoolean first = new AtomicBoolean(true);
        try (SqlCatalog other = SqlCatalog.open(directory.resolve("catalog.db"))) {
            return compact(
                    other,
                    EVERYTHING_COLD,
                    (table, file, path, timeNanosMin, timeNanosMax, rowsMax, textBytesMax) -> {
                        if (first.getAndSet(false)) {
                            meanwhile.run();
                        }
                        return real.read(
                                table,
                                file,
                                path,
                                timeNanosMin,
                                timeNanosMax,
                                rowsMax,
                                textBytesMax);
                    },
                    directory.resolve("elsewhere"));
        } finally {
            follow();
        }
    }

    /// One look of a compactor whose commits are made, and then there is no memory for the answer;
    /// every partition is cold to it.
    int compactWithoutAnswer() throws IOException {
        Catalog crowded =
                new Catalog() {
                    @Override
                    public CatalogSnapshot snapshot() {
                        return catalog.snapshot();
                    }

                    @Override
                    public CommitOutcome commit(CatalogChange change) {
                        catalog.commit(change).require();
                        throw new OutOfMemoryError("no answer");
                    }

                    @Override
                    public void close() {
                        throw new AssertionError("a compactor closes no catalog");
                    }
                };
        return compact(
                crowded,
                EVERYTHING_COLD,
                new DataFileReader(engine, LONG)::read,
                directory.resolve("crowded"));
    }

    /// Some looks of one compactor that cannot read a table; every partition is cold to it.
    ///
    /// @return at which of them it tried to, from 0
    List<Integer> looksThatFail(String name, int looks) throws IOException {
        StoredRows real = new DataFileReader(engine, LONG)::read;
        List<Integer> tried = new ArrayList<>();
        AtomicInteger look = new AtomicInteger();
        StoredRows rows =
                (table, file, path, timeNanosMin, timeNanosMax, rowsMax, textBytesMax) -> {
                    if (table.name().equals(name)) {
                        tried.add(look.get());
                        throw new IllegalStateException("no file of ours");
                    }
                    return real.read(
                            table, file, path, timeNanosMin, timeNanosMax, rowsMax, textBytesMax);
                };
        try (Compactor compactor =
                compactor(catalog, EVERYTHING_COLD, rows, directory.resolve("failing"))) {
            for (; look.get() < looks; look.incrementAndGet()) {
                int _ = compactor.look();
            }
        }
        return tried;
    }

    /// Sees what other processes have committed.
    void follow() {
        catalog.commit(new CatalogChange.ForgetFiles(List.of())).require();
    }

    /// Deletes the table `m`, and removes it for good.
    void dropForGood() {
        CatalogSnapshot snapshot = catalog.snapshot();
        long databaseId = snapshot.findDatabase(DATABASE.value()).orElseThrow().id();
        long tableId = snapshot.findTable(databaseId, "m").orElseThrow().id();
        catalog.commit(new CatalogChange.DeleteTable(DATABASE.value(), "m", now)).require();
        catalog.commit(new CatalogChange.ForgetTable(tableId, now)).require();
    }

    /// Every object in the store.
    List<ObjectPath> objects() throws IOException {
        return objects.list("data/");
    }

    private int compact(Catalog with, CompactionLimits limits, StoredRows rows, Path scratch)
            throws IOException {
        try (Compactor compactor = compactor(with, limits, rows, scratch)) {
            return compactor.look();
        }
    }

    private Compactor compactor(
            Catalog with, CompactionLimits limits, StoredRows rows, Path scratch)
            throws IOException {
        Files.createDirectories(scratch);
        Compactor.Stores stores =
                new Compactor.Stores(
                        with,
                        objects,
                        inUse,
                        rows,
                        new OwnParquetEncoder(),
                        scratch,
                        UUID::randomUUID,
                        Turn.ALWAYS);
        return new Compactor(stores, limits, () -> now, CompactionObserver.NONE);
    }

    /// How many live files each partition has.
    List<Integer> filesPerPartition() {
        Map<String, Integer> counts = new HashMap<>();
        for (FileEntry file : files()) {
            counts.merge(file.tableId() + " " + file.partition(), 1, Integer::sum);
        }
        return List.copyOf(counts.values());
    }

    /// The partitions that compaction leaves as they are.
    List<SkippedPartition> skipped() {
        return catalog.snapshot().skippedPartitions();
    }

    /// Asks for a partition again.
    void retry(SkippedPartition skipped) {
        catalog.commit(new CatalogChange.RetryPartition(skipped.tableId(), skipped.partition()))
                .require();
    }

    /// The live files.
    List<FileEntry> files() {
        CatalogSnapshot snapshot = catalog.snapshot();
        long databaseId = snapshot.findDatabase(DATABASE.value()).orElseThrow().id();
        return snapshot.tables(databaseId).stream()
                .flatMap(table -> snapshot.files(table.id()).stream())
                .toList();
    }

    /// Where the content of a file is.
    Path pathOf(FileEntry file) throws IOException {
        try (HeldFile held = objects.hold(file.path())) {
            return held.path();
        }
    }

    /// What a query sees of table `m`: by tags and time, the value of each field that has one.
    Map<String, Map<String, String>> points(List<String> tags, List<String> fields) {
        Map<String, Map<String, String>> points = new TreeMap<>();
        if (tableIsThere()) {
            try (ResultStream stream = query("SELECT *, time::BIGINT AS nanos FROM m")) {
                while (stream.next()) {
                    for (int row = 0; row < stream.root().getRowCount(); row++) {
                        add(points, stream, row, tags, fields);
                    }
                }
            }
        }
        return points;
    }

    private boolean tableIsThere() {
        CatalogSnapshot snapshot = catalog.snapshot();
        long databaseId = snapshot.findDatabase(DATABASE.value()).orElseThrow().id();
        return snapshot.findTable(databaseId, "m").isPresent();
    }

    private ResultStream query(String sql) {
        return running.queries()
                .open(
                        grant(Action.READ),
                        new QueryRequest(sql, QueryRequest.Language.SQL, Map.of(), LONG));
    }

    private static void add(
            Map<String, Map<String, String>> points,
            ResultStream stream,
            int row,
            List<String> tags,
            List<String> fields) {
        StringBuilder key = new StringBuilder();
        for (String tag : tags) {
            key.append(text(stream.root().getVector(tag), row)).append(' ');
        }
        key.append(text(stream.root().getVector("nanos"), row));
        Map<String, String> values = new TreeMap<>();
        for (String field : fields) {
            FieldVector vector = stream.root().getVector(field);
            if (vector != null && !vector.isNull(row)) {
                values.put(field, text(vector, row));
            }
        }
        assertThat(points.put(key.toString(), values)).as("%s twice", key).isNull();
    }

    private static String text(@Nullable FieldVector vector, int row) {
        Object value =
                vector == null
                        ? null
                        : vector instanceof UInt8Vector unsigned
                                ? unsigned.getObjectNoOverflow(row)
                                : vector.getObject(row);
        return String.valueOf(value);
    }

    private static Grant.ForDatabase grant(Action action) {
        return new Grant.ForDatabase(
                new Principal(Principal.CredentialKind.DATABASE_TOKEN, "sluice", "id", "test"),
                action,
                DATABASE);
    }

    @Override
    public void close() {
        running.log().close();
        engine.close();
        catalog.close();
    }
}
