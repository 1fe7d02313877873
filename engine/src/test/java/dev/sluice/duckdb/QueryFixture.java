// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.datafile.DataFiles;
import dev.sluice.datafile.OwnParquetEncoder;
import dev.sluice.datafile.ParquetEncoder;
import dev.sluice.lineprotocol.KnownColumns;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.lineprotocol.ParsedLines;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Precision;
import dev.sluice.model.Principal;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.LocalObjectStore;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.query.QueryPlan;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryService;
import dev.sluice.query.ResultStream;
import dev.sluice.query.ScanLimits;
import dev.sluice.query.ScanSize;
import dev.sluice.query.SqlEngine;
import dev.sluice.query.WrappedSession;
import dev.sluice.testkit.Waiting;
import dev.sluice.wal.LogPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.jspecify.annotations.Nullable;

/// A database with real files, a real catalog and rows in a buffer, filled by line protocol and
/// asked through the service. Its close fails when a query left anything behind.
final class QueryFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration LONG = Duration.ofMinutes(5);
    static final int QUERIES_MAX = 3;

    /// Gives its first row after hours only.
    static final String SILENT =
            "SELECT sum(a.i * b.i) AS total FROM range(10000000) a(i), range(10000000) b(i)"
                    + " WHERE (a.i + b.i) % 7 = 8";

    /// How many files one query may read.
    static final int FILES_MAX = 30;

    private static final Principal ANYONE =
            new Principal(Principal.CredentialKind.DATABASE_TOKEN, "sluice", "t1", "token");

    final DuckDbEngine engine;
    final QueryService service;
    final Path directory;
    final ObjectsInUse inUse = new ObjectsInUse();
    private final SqlCatalog catalog;
    private final LocalObjectStore objects;
    private final ParquetEncoder encoder = new OwnParquetEncoder();
    private final Map<Long, List<BufferedRows>> buffered = new HashMap<>();
    private final Set<List<Object>> bufferedPoints = new HashSet<>();

    /// What was run, in order.
    final List<QueryPlan> plans = new ArrayList<>();

    private DatabaseName database = new DatabaseName("db");
    private int databases;
    private long position;

    /// Whether simple queries are answered without the engine.
    boolean slices = true;

    /// Done when the engine has started a query, before anybody is given its rows; throws nothing.
    Runnable afterStart = () -> {};

    /// A session that tells what it runs.
    private record Recording(SqlEngine.Session session, QueryFixture fixture)
            implements WrappedSession {
        @Override
        public ResultStream run(QueryPlan plan) {
            ResultStream stream = session.run(fixture.record(plan));
            fixture.afterStart.run();
            return stream;
        }
    }

    private QueryFixture(Path directory, long retentionNanos) throws IOException {
        this.directory = directory;
        this.catalog = SqlCatalog.open(directory.resolve("catalog.db"));
        this.objects = LocalObjectStore.open(directory.resolve("objects"));
        this.engine =
                DuckDbEngine.start(
                        new DuckDbSettings(
                                directory.resolve("objects"),
                                directory.resolve("spill"),
                                512L << 20,
                                2,
                                QUERIES_MAX,
                                Duration.ofMillis(50)));
        this.service =
                new QueryService(
                        catalog,
                        tableId -> buffered.getOrDefault(tableId, List.of()),
                        objects,
                        inUse,
                        limit -> new Recording(engine.begin(limit), this),
                        InstantSource.fixed(NOW),
                        new ScanLimits(0, FILES_MAX));
        newDatabase(retentionNanos);
    }

    private QueryPlan record(QueryPlan plan) {
        plans.add(plan);
        return slices
                ? plan
                : new QueryPlan(
                        plan.text(),
                        plan.buffered(),
                        plan.columns(),
                        plan.size(),
                        plan.metadata(),
                        null);
    }

    /// Goes on in an empty database.
    void nextDatabase() {
        newDatabase(0);
    }

    private void newDatabase(long retentionNanos) {
        database = new DatabaseName("db" + databases++);
        catalog.commit(
                        new CatalogChange.CreateDatabase(
                                database,
                                retentionNanos,
                                DatabaseEntry.TABLES_MAX_DEFAULT,
                                DatabaseEntry.COLUMNS_PER_TABLE_MAX_DEFAULT))
                .require();
    }

    /// Changes how long points stay.
    void retain(Duration retention) {
        catalog.commit(
                        new CatalogChange.UpdateDatabase(
                                database.value(), retention.toNanos(), null, null))
                .require();
    }

    /// Leave to read the database.
    Grant.ForDatabase grant() {
        return new Grant.ForDatabase(ANYONE, Action.READ, database);
    }

    static QueryFixture open(Path directory) throws IOException {
        return new QueryFixture(directory, 0);
    }

    static QueryFixture withRetention(Path directory, Duration retention) throws IOException {
        return new QueryFixture(directory, retention.toNanos());
    }

    /// Puts lines into the buffer, newer than everything before.
    QueryFixture buffer(String... lines) {
        position++;
        for (TableRows rows : parse(lines)) {
            buffered.computeIfAbsent(extend(rows).id(), _ -> new ArrayList<>())
                    .add(new BufferedRows(new LogPosition(position), rows, !addsPoints(rows)));
        }
        return this;
    }

    /// Whether all the rows are points that the buffer does not have, each once.
    private boolean addsPoints(TableRows rows) {
        boolean added = true;
        for (int row = 0; row < rows.rowCount(); row++) {
            int place = rows.tagSetOf(row);
            // Batches have their tags in different orders.
            Map<String, String> series = new TreeMap<>();
            for (ColumnData tag : rows.tags()) {
                if (!tag.isNull(place)) {
                    series.put(tag.column().name(), tag.textAt(place));
                }
            }
            added &=
                    bufferedPoints.add(
                            List.of(database, rows.tableName(), series, rows.time().longAt(row)));
        }
        return added;
    }

    /// Makes a table whose rows are told apart as `template` says.
    QueryFixture table(String name, PartitionTemplate template) {
        catalog.commit(new CatalogChange.CreateTable(database.value(), name, template)).require();
        return this;
    }

    /// The newest plan's share of files.
    ScanSize scanned() {
        return plans.getLast().size();
    }

    /// Puts lines into files as the server cuts them, newer than every file before.
    QueryFixture files(String... lines) throws IOException {
        DataFiles files =
                new DataFiles(
                        objects, encoder, directory, UUID::randomUUID, InstantSource.system());
        for (TableRows rows : parse(lines)) {
            files.write(extend(rows), List.of(rows), 0, DataFiles.NEVER_HOURLY);
        }
        catalog.commit(new CatalogChange.AddFiles(files.added(), LogPosition.NONE)).require();
        return this;
    }

    /// Puts lines into a file, newer than every file before. Lines come sorted and unique.
    QueryFixture file(String... lines) throws IOException {
        return file(0, null, lines);
    }

    /// The same into a file of a level and a partition.
    QueryFixture file(int level, @Nullable String partition, String... lines) throws IOException {
        position++;
        for (TableRows rows : parse(lines)) {
            TableEntry table = extend(rows);
            UUID id = UUID.randomUUID();
            Path scratch = directory.resolve(id + ".parquet");
            encoder.encode(rows, table.columns(), scratch);
            StoredFile stored =
                    objects.put(
                            ObjectPath.dataFile(table.databaseId(), table.id(), "aa", id), scratch);
            Files.deleteIfExists(scratch);
            catalog.commit(
                            new CatalogChange.AddFiles(
                                    List.of(
                                            new CatalogChange.AddedFile(
                                                    stored,
                                                    table.databaseId(),
                                                    table.id(),
                                                    rows.timeNanosMin(),
                                                    rows.timeNanosMax(),
                                                    rows.rowCount(),
                                                    level,
                                                    partition,
                                                    null)),
                                    LogPosition.NONE))
                    .require();
        }
        return this;
    }

    /// Starts a query.
    ResultStream open(String sql) {
        return open(sql, Map.of());
    }

    ResultStream open(String sql, Map<String, Object> parameters) {
        return open(sql, parameters, LONG);
    }

    ResultStream open(String sql, Map<String, Object> parameters, Duration limit) {
        return open(sql, parameters, limit, QueryRequest.Options.NONE);
    }

    ResultStream open(
            String sql,
            Map<String, Object> parameters,
            Duration limit,
            QueryRequest.Options options) {
        return service.open(
                grant(),
                new QueryRequest(
                        sql,
                        QueryRequest.Language.SQL,
                        parameters,
                        limit,
                        ScanLimits.NONE,
                        options));
    }

    /// The rows of a query that may see the system tables.
    List<String> debugRows(String sql) {
        return rows(open(sql, Map.of(), LONG, new QueryRequest.Options(true, "", "trace-1")));
    }

    /// The rows of a query, one text a row, values joined by `|`.
    List<String> rows(String sql) {
        return rows(sql, Map.of());
    }

    List<String> rows(String sql, Map<String, Object> parameters) {
        return rows(open(sql, parameters));
    }

    /// Asks what is no question for this database.
    ///
    /// @param words of the message
    void requireRefused(String sql, String words) {
        assertThatThrownBy(() -> rows(sql))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID))
                .hasMessageContaining(words);
    }

    private static List<String> rows(ResultStream open) {
        List<String> result = new ArrayList<>();
        try (ResultStream stream = open) {
            while (stream.next()) {
                for (int row = 0; row < stream.root().getRowCount(); row++) {
                    List<String> values = new ArrayList<>();
                    for (FieldVector vector : stream.root().getFieldVectors()) {
                        values.add(text(vector, row));
                    }
                    result.add(String.join("|", values));
                }
            }
        }
        return result;
    }

    /// The names of the result's columns.
    List<String> columns(String sql) {
        try (ResultStream stream = open(sql)) {
            return stream.schema().getFields().stream().map(field -> field.getName()).toList();
        }
    }

    Path dataFile(String table) {
        return path(files(tableEntry(table)).getFirst());
    }

    TableEntry tableEntry(String table) {
        CatalogSnapshot now = catalog.snapshot();
        long databaseId = now.findDatabase(database.value()).orElseThrow().id();
        return now.findTable(databaseId, table).orElseThrow();
    }

    /// The files of a table.
    List<FileEntry> files(TableEntry table) {
        return catalog.snapshot().files(table.id());
    }

    Path path(FileEntry file) {
        return directory.resolve("objects").resolve(file.path().value());
    }

    /// Waits for the ends of queries that were left alone.
    void awaitPlaces() {
        Waiting.until("all places are free", () -> engine.freePlaces() == QUERIES_MAX);
    }

    /// Fails when a query left anything behind.
    void requireNothingLeft() {
        assertThat(engine.resultBytes()).as("bytes of results left").isZero();
        assertThat(engine.freePlaces()).as("free places").isEqualTo(QUERIES_MAX);
        assertThat(engine.registeredScans()).as("scans left").isZero();
        assertThat(engine.deadlines()).as("deadlines left").isZero();
        assertThat(inUse.paths()).as("files in use").isEmpty();
    }

    @Override
    public void close() {
        requireNothingLeft();
        engine.close();
        catalog.close();
    }

    private static String text(FieldVector vector, int row) {
        Object value =
                vector instanceof UInt8Vector unsigned
                        ? unsigned.getObjectNoOverflow(row)
                        : vector.getObject(row);
        return String.valueOf(value);
    }

    private static List<TableRows> parse(String... lines) {
        byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        ParsedLines parsed =
                LineProtocolParser.parse(
                        body, 0, body.length, Precision.NANOSECOND, 0, KnownColumns.NONE);
        assertThat(parsed.rejected()).isEmpty();
        return parsed.tables().stream().map(ParsedLines.ParsedTable::rows).toList();
    }

    private TableEntry extend(TableRows rows) {
        long databaseId =
                catalog.snapshot()
                        .findDatabase(database.value())
                        .map(DatabaseEntry::id)
                        .orElseThrow();
        catalog.commit(
                        new CatalogChange.ExtendSchema(
                                databaseId,
                                List.of(
                                        new CatalogChange.TableColumns(
                                                rows.tableName(),
                                                rows.columns().stream()
                                                        .map(ColumnData::column)
                                                        .toList()))))
                .require();
        return catalog.snapshot().findTable(databaseId, rows.tableName()).orElseThrow();
    }
}
