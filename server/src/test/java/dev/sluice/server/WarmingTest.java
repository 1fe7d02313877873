// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.config.ServerConfig;
import dev.sluice.ingest.IngestLimits;
import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.QueryService;
import dev.sluice.query.ResultStream;
import dev.sluice.testkit.FilesBelow;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server does before anybody asks it, over files that an earlier one left.
final class WarmingTest {
    private static final String NEWEST =
            "SELECT DISTINCT ON (host) * FROM cpu ORDER BY host, time DESC";

    private static final int FILES = 3;
    private static final Duration AS_LONG_AS_NEEDED = Duration.ofDays(1);

    @TempDir private Path directory;
    private String admin = "";

    @BeforeEach
    void leaveFiles() throws Exception {
        try (OneServer server = new OneServer(directory)) {
            admin = server.adminToken();
            server.postJson("/api/v0/databases", admin, "{\"name\":\"d\"}");
            for (int day = 1; day <= FILES; day++) {
                long nanos = Duration.ofDays(day).toNanos();
                server.write(
                        "d",
                        admin,
                        "cpu,host=a used=%1$d %2$d\ncpu,host=b used=%1$d %2$d"
                                .formatted(day, nanos));
            }
        }
        assertThat(files()).hasSize(FILES);
    }

    private List<Path> files() throws IOException {
        return FilesBelow.ending(".parquet", directory.resolve("objects"));
    }

    /// What is asked.
    private record Parts(CatalogSnapshot catalog, QueryService queries) {
        Warming warm() {
            return Warming.begin(() -> catalog, queries, AS_LONG_AS_NEEDED);
        }

        int rowCount(String sql) {
            DatabaseEntry database = catalog.findDatabase("d").orElseThrow();
            QueryRequest request =
                    new QueryRequest(sql, QueryRequest.Language.SQL, Map.of(), AS_LONG_AS_NEEDED);
            int count = 0;
            try (ResultStream rows = queries.rehearse(database, request)) {
                while (rows.next()) {
                    count += rows.root().getRowCount();
                }
            }
            return count;
        }
    }

    private Parts open(WatchedStore store, Opened opened) {
        ServerConfig config = OneServer.config(OneServer.source(directory, 0));
        DataDirectory data = opened.add(DataDirectory.open(directory));
        Storage storage =
                Storage.open(
                        data,
                        config,
                        IngestLimits.ofBuffer(1 << 20, Duration.ofMinutes(1)),
                        OneServer.host(),
                        Duration.ZERO,
                        opened);
        store.files = storage.files().objects();
        QueryEngine.Sources sources =
                new QueryEngine.Sources(
                        storage.catalog(),
                        storage.buffer(),
                        new DataFileStore(store, storage.files().localFiles(), null),
                        storage.inUse());
        QueryEngine.Started engine =
                QueryEngine.start(config.sluice().query(), data, sources, OneServer.host(), opened);
        return new Parts(storage.catalog().snapshot(), engine.queries());
    }

    @Test
    void whoAsksFirstFindsTheNewestRowsReadAlready() {
        WatchedStore store = new WatchedStore();
        try (CapturedLog log = CapturedLog.ofTheProduct();
                Opened opened = new Opened()) {
            Parts parts = open(store, opened);

            opened.add(parts.warm()).await(null, AS_LONG_AS_NEEDED);
            assertThat(log.lines()).noneMatch(WarmingTest::isFailure);
            int reads = store.reads.get();
            assertThat(reads).isGreaterThanOrEqualTo(FILES);

            assertThat(parts.rowCount(NEWEST)).isEqualTo(2);
            assertThat(store.reads).hasValue(reads);
        }
    }

    @Test
    void aStoreThatHangsHoldsNobodyUp() {
        WatchedStore store = new WatchedStore();
        store.hangs = true;
        try (Opened opened = new Opened()) {
            Parts parts = open(store, opened);
            Warming warming = opened.add(parts.warm());

            // Would never return.
            warming.await(null);

            warming.close();
            assertThat(store.reads).hasValueLessThanOrEqualTo(1);
        }
    }

    @Test
    void whatFailsIsSaidOnceForThoseWhoLookClosely() throws IOException {
        spoilFiles();
        WatchedStore store = new WatchedStore();
        try (CapturedLog log = CapturedLog.ofTheProduct();
                Opened opened = new Opened()) {
            opened.add(open(store, opened).warm()).await(null, AS_LONG_AS_NEEDED);

            assertThat(log.lines())
                    .satisfiesExactlyInAnyOrder(
                            line -> assertThat(line).contains("a data file is damaged"),
                            line -> assertThat(line).matches(WarmingTest::isFailure));
        }
    }

    @Test
    void aServerWhoseFilesCannotBeReadIsReadyAllTheSame() throws Exception {
        spoilFiles();
        try (OneServer server = new OneServer(directory)) {
            assertThat(server.getWithoutCredential("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void nobodySeesWhatWasAsked() throws Exception {
        List<String> before = audit();
        try (OneServer server = new OneServer(directory)) {
            List<String> since = audit();
            assertThat(since.subList(before.size(), since.size()))
                    .allMatch(line -> line.contains("\"configuration\""));
            assertThat(server.query("d", admin, "SELECT count(*) FROM cpu"))
                    .containsExactly(String.valueOf(2 * FILES));
            assertThat(
                            server.queryWithDebugging(
                                    "d", admin, "SELECT query_text FROM system.queries"))
                    .containsExactly(
                            "SELECT count(*) FROM cpu", "SELECT query_text FROM system.queries");
        }
    }

    private List<String> audit() throws IOException {
        return Files.readAllLines(directory.resolve("audit.log"));
    }

    private void spoilFiles() throws IOException {
        for (Path file : files()) {
            Files.writeString(file, "no rows");
        }
    }

    private static boolean isFailure(String line) {
        return line.startsWith("not everything was asked");
    }

    /// Files of another store; counts who reads them.
    private static final class WatchedStore implements ObjectStore {
        private final AtomicInteger reads = new AtomicInteger();
        private volatile boolean hangs;
        private @Nullable ObjectStore files;

        @Override
        public HeldFile hold(ObjectPath path) throws IOException {
            reads.incrementAndGet();
            if (hangs) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }
            return Objects.requireNonNull(files).hold(path);
        }

        @Override
        public StoredFile put(ObjectPath path, Path content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ListedObject> listWithTimes(String prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(ObjectPath path) {
            throw new UnsupportedOperationException();
        }
    }
}
