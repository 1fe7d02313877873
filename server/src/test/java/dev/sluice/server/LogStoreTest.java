// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.LogConfig;
import dev.sluice.config.S3Config;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.FileCache;
import dev.sluice.objectstore.s3.S3Bucket;
import dev.sluice.testkit.S3Server;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Points in the place where the log was are not left behind, whichever way it is moved; with a
/// real S3 server.
final class LogStoreTest {
    @TempDir private Path place;
    private S3Server s3;
    private BucketStore bucket;
    private Catalog catalog;

    @BeforeEach
    void start() throws IOException {
        s3 = S3Server.start(place.resolve("s3"));
        s3.createBucket("plant");
        bucket =
                BucketStore.open(
                        new S3Bucket(
                                new S3Config(
                                        "plant",
                                        "us-east-1",
                                        s3.endpoint(),
                                        new S3Config.AccessKeys(
                                                S3Server.ACCESS_KEY,
                                                Secret.of(S3Server.SECRET_KEY))),
                                List.of()),
                        "",
                        FileCache.open(place.resolve("cache"), 1 << 20));
        catalog = SqlCatalog.open(place.resolve("catalog.sqlite"));
    }

    @AfterEach
    void stop() {
        catalog.close();
        bucket.close();
        s3.close();
    }

    /// Opens the log of a server.
    private WriteAheadLog open(String server, boolean inBucket) throws IOException {
        try (DataDirectory directory = DataDirectory.open(place.resolve(server))) {
            WriteAheadLog log =
                    LogStore.open(
                            new LogConfig(inBucket, 0),
                            directory,
                            bucket,
                            catalog.snapshot(),
                            OneServer.host(),
                            new CompletableFuture<>());
            log.replay(catalog.snapshot().persistedThrough(), _ -> {});
            return log;
        }
    }

    private void append(String server, boolean inBucket) throws IOException {
        try (WriteAheadLog log = open(server, inBucket)) {
            TableRows rows = new TableRows("m");
            rows.columnFor("f", ColumnType.INTEGER).addLong(1);
            rows.endRow(1);
            var _ = log.append(new CheckedBatch(1, List.of(new CheckedTable(1, rows))));
        }
        catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName("db"), 0, 500, 200));
    }

    /// As a server does that is stopped in good order.
    private void persist(String server, boolean inBucket) throws IOException {
        try (WriteAheadLog log = open(server, inBucket)) {
            LogPosition through = log.rotate();
            catalog.commit(new CatalogChange.AddFiles(List.of(), through)).require();
            log.trim(through);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogIsMovedWhenNothingIsLeftInIt(boolean toBucket) throws IOException {
        append("one", !toBucket);

        assertThatThrownBy(() -> open("one", toBucket))
                .hasMessageContaining("has points that are in no file yet: start the server once");

        persist("one", !toBucket);
        try (WriteAheadLog moved = open("one", toBucket)) {
            assertThat(moved.rotate()).isEqualTo(new LogPosition(1));
        }
    }

    /// Whose disk it was on cannot be seen from another one.
    @Test
    void anotherServersLogIsNotMoved() throws IOException {
        append("one", false);
        assertThatThrownBy(() -> open("other", true))
                .hasMessageContaining("the log was on the disk of another server");

        persist("one", false);
        assertThatThrownBy(() -> open("other", true))
                .hasMessageContaining("the log was on the disk of another server");

        open("one", true).close();
        open("other", true).close();
    }

    /// Which may have points in no file; nobody can see that.
    @Test
    void aLogThatWasOnAnotherDiskIsMissed() throws IOException {
        append("one", false);
        assertThat(warnings("one")).isEmpty();
        assertThat(warnings("other")).singleElement().asString().contains("its disk alone");
        assertThat(warnings("other")).isEmpty();
    }

    @Test
    void aLogThatWasInTheBucketIsNotMissed() throws IOException {
        assertThat(warnings("one")).isEmpty();
        append("two", true);
        persist("two", true);
        assertThat(warnings("other")).isEmpty();
    }

    /// So it is after a kill, and so may it look when a file was changed.
    @Test
    void tellsWhatIsCutOffTheEnd() throws IOException {
        append("one", false);
        Path segment = segment("one", 1);
        long sound = Files.size(segment);
        Files.write(segment, new byte[100], StandardOpenOption.APPEND);

        assertThat(warnings("one", "the end of the log is no whole record and is cut off"))
                .singleElement()
                .asString()
                .contains("segment=\"" + segment + '"')
                .contains("fromByte=\"" + sound + '"')
                .contains("bytes=\"100\"");
        assertThat(warnings("one", "the end of the log")).isEmpty();
    }

    @Test
    void tellsWhatIsMissingBeforeAnEmptySegment() throws IOException {
        append("one", false);
        open("one", false).close();
        Files.delete(segment("one", 1));

        assertThat(warnings("one", "the log ends with an empty segment"))
                .singleElement()
                .asString()
                .contains("segment=\"" + segment("one", 2) + '"')
                .contains("fromPosition=\"1\"")
                .contains("throughPosition=\"1\"");
        assertThat(warnings("one", "the log ends")).isEmpty();
    }

    private Path segment(String server, int first) {
        return place.resolve(server)
                .resolve("log")
                .resolve(String.format(Locale.ROOT, "segment-%020d.log", first));
    }

    private List<String> warnings(String server) throws IOException {
        return warnings(server, "the log begins anew");
    }

    private List<String> warnings(String server, String beginning) throws IOException {
        try (CapturedLog captured = CapturedLog.ofTheProduct()) {
            open(server, false).close();
            return captured.lines().stream().filter(line -> line.startsWith(beginning)).toList();
        }
    }

    @Test
    void aNewClusterBeginsInTheBucket() throws IOException {
        open("one", true).close();
        append("one", true);

        open("other", true).close();
    }
}
