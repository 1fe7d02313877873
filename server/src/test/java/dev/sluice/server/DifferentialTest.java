// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.differential.HandWritten;
import dev.sluice.differential.IntendedDifferences;
import dev.sluice.differential.RandomQueries;
import dev.sluice.differential.SamplePoints;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.InfluxDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same writes and the same statements, to a whole server and to a real InfluxDB 1.x: the JSON
/// of `/query` is the same to the letter, but for [IntendedDifferences], which are counted.
///
/// `-Dsluice.queries=` asks more than [#QUERIES], `-Dseed=` the same ones again.
final class DifferentialTest {
    /// Of the points and statements that every build asks; larger runs have another each time.
    private static final long SEED = 78;

    /// What is asked beside [HandWritten].
    private static final int QUERIES = 1_400;

    /// So many that each rule has to be needed by one.
    private static final int MANY_QUERIES = 5_000;

    /// Of a hundred answers, how many at least are the same to the letter.
    private static final int SAME_PERCENT = 75;

    @TempDir private Path directory;

    @Test
    @Conforms({
        "D-185", "D-187", "D-188", "D-190", "D-191", "D-193", "D-194", "D-195", "D-196", "D-197",
        "D-198", "D-199", "D-200", "D-201", "D-202", "D-203", "D-204", "D-205", "D-208", "D-209",
        "D-210", "D-211", "D-213", "D-214", "D-215", "D-216", "D-218", "D-219", "D-220", "D-224",
        "D-225"
    })
    void answersAsInfluxDbDoes() throws Exception {
        long seed = Long.getLong("seed", queriesAsked() ? System.nanoTime() : SEED);
        int queries = Integer.getInteger("sluice.queries", QUERIES);
        System.out.println("DifferentialTest seed " + seed + ", " + queries + " statements");
        Random random = new Random(seed);
        String lines = SamplePoints.lines(random);
        List<String> statements = new ArrayList<>(HandWritten.STATEMENTS);
        RandomQueries more = new RandomQueries(random);
        for (int i = 0; i < queries; i++) {
            statements.add(more.next());
        }
        Path home = Files.createDirectories(directory.resolve("influxdb"));
        try (DataServer server =
                        new DataServer(directory.resolve("sluice"), Map.of(), Map.of())
                                .withDatabase("db");
                InfluxDb influx =
                        InfluxDb.start(Path.of(System.getProperty("sluice.cache")), home)) {
            assertThat(server.write("db", lines).statusCode()).isEqualTo(204);
            influx.write("db", lines);
            compare(statements, new QueryClient(server, server.token("read db")), influx);
        }
    }

    private static boolean queriesAsked() {
        return System.getProperty("sluice.queries") != null;
    }

    private static void compare(List<String> statements, QueryClient client, InfluxDb influx)
            throws Exception {
        IntendedDifferences intended = new IntendedDifferences();
        UnaryOperator<String> other = statement -> theirs(influx, statement);
        List<String> unexplained = new ArrayList<>();
        int same = 0;
        for (String statement : statements) {
            String ours = client.get("db", "db", "q", statement).body();
            String theirs = other.apply(statement);
            if (ours.equals(theirs)) {
                same++;
            } else {
                String difference = intended.unexplained(statement, ours, theirs, other);
                if (difference != null) {
                    unexplained.add(difference);
                }
            }
        }
        System.out.println(same + " of " + statements.size() + " the same to the letter; meant:");
        Map<String, String> reasons = IntendedDifferences.reasons();
        intended.uses()
                .forEach((rule, count) ->
                        System.out.println("  " + count + " " + rule + ": " + reasons.get(rule)));
        assertThat(unexplained)
                .as(() -> unexplained.size() + " differences that nobody meant")
                .isEmpty();
        if (statements.size() > MANY_QUERIES) {
            assertThat(intended.uses()).as("uses of each rule").doesNotContainValue(0);
        }
        assertThat(same * 100).isGreaterThan(statements.size() * SAME_PERCENT);
    }

    private static String theirs(InfluxDb influx, String statement) {
        try {
            return influx.query(QueryClient.encoded("db", "db", "q", statement));
        } catch (IOException e) {
            throw new IllegalStateException(statement, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
