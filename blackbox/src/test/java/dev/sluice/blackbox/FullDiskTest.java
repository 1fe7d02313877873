// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The disk is full in the middle of writes: the server says so, keeps answering queries, takes
/// writes again once there is room, and has everything that it acknowledged, and nothing that it
/// refused, when it is started again.
final class FullDiskTest {
    private static final int POINTS_A_WRITE = 200;
    private static final int WRITES_MAX = 1_000;

    /// Goes on with the section `data`: the guard would refuse writes before the disk is full.
    private static final String UNGUARDED = "          freeBytesMin: 0\n";

    private static final String PADDING = "x".repeat(1_000);

    /// A limit of the size of files everywhere, and a full file system where the machine lets one
    /// be made.
    @TestFactory
    Stream<DynamicTest> keepsWhatItAcknowledgedAndSaysWhyItTakesNoMore(@TempDir Path directory)
            throws IOException, InterruptedException {
        Cluster limited = prepared(directory.resolve("limited"));
        Cluster mounted = prepared(directory.resolve("mounted"));
        ScarceDisk small =
                ScarceDisk.SmallFileSystem.over(
                        mounted.layout().data(), directory.resolve("mounted-programs"));
        ScarceDisk limit = new ScarceDisk.FileSizeLimit();
        DynamicTest byLimit = DynamicTest.dynamicTest("file size", () -> fill(limited, limit));
        return small == null
                ? Stream.of(byLimit)
                : Stream.of(
                        byLimit,
                        DynamicTest.dynamicTest("file system", () -> fill(mounted, small)));
    }

    /// A stopped server whose data directory is there.
    private static Cluster prepared(Path directory) throws IOException, InterruptedException {
        Cluster cluster = Cluster.start(directory, null, UNGUARDED);
        cluster.stop();
        return cluster;
    }

    private static void fill(Cluster roomy, ScarceDisk disk) throws Exception {
        try (disk;
                Cluster cluster = roomy.with(disk.programs())) {
            cluster.start();
            DatabaseToken token = cluster.createDatabase("full");
            disk.squeeze(cluster.pid());
            int acknowledged = 0;
            HttpResponse<String> answer = write(cluster, token, acknowledged);
            while (answer.statusCode() == 204 && acknowledged < WRITES_MAX) {
                acknowledged++;
                answer = write(cluster, token, acknowledged);
            }

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body())
                    .contains(
                            "the log could not be written",
                            disk.complaint(),
                            "nothing of this write is stored");
            assertThat(write(cluster, token, acknowledged + 1).statusCode()).isEqualTo(503);
            assertThat(stored(cluster, token)).isEqualTo(numbers(acknowledged));

            disk.makeRoom(cluster.pid());
            assertThat(write(cluster, token, acknowledged).statusCode()).isEqualTo(204);
            assertThat(stored(cluster, token)).isEqualTo(numbers(acknowledged + 1));
            cluster.crash();
            cluster.start();

            assertThat(stored(cluster, token)).isEqualTo(numbers(acknowledged + 1));
        }
    }

    private static HttpResponse<String> write(Cluster cluster, DatabaseToken token, int write)
            throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (long i = 0; i < POINTS_A_WRITE; i++) {
            long number = (long) write * POINTS_A_WRITE + i;
            lines.append("m n=%di,p=\"%s\" %d%n".formatted(number, PADDING, number + 1));
        }
        return cluster.answerToWrite("full", token, lines.toString());
    }

    private static long[] numbers(int writes) {
        return LongStream.range(0, (long) writes * POINTS_A_WRITE).toArray();
    }

    private static long[] stored(Cluster cluster, DatabaseToken token) throws IOException {
        try (PublicClient client = cluster.client("full", token)) {
            return client.rows("SELECT n FROM m ORDER BY time").stream()
                    .mapToLong(row -> (Long) row.get("n"))
                    .toArray();
        }
    }
}
