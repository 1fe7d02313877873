// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine sees in buffered rows what it sees in files. Takes `-Dseed=`.
final class BufferedRowsFunctionTest {
    private static final String[] QUESTIONS = {
        "SELECT * FROM t ORDER BY time",
        "SELECT k, l, count(*) AS n, max(x) AS x FROM t GROUP BY 1, 2 ORDER BY 1, 2",
        "SELECT max(l) AS l, min(k) AS k, max(s) AS s FROM t GROUP BY b ORDER BY 1, 2, 3",
        "SELECT DISTINCT u FROM t WHERE u > 9223372036854775807 ORDER BY u",
        "SELECT a.time, a.l, b.l AS other FROM t AS a JOIN t AS b ON a.l = b.l AND a.i = b.i"
                + " ORDER BY 1, 2, 3",
        "SELECT l || k AS both, x FROM t WHERE l LIKE '%bytes%' ORDER BY time",
        "SELECT l, i FROM t WHERE b IS NULL ORDER BY l NULLS FIRST, time LIMIT 100"
    };

    /// As many bytes as stand beside a length, one more, and many.
    private static final String[] LONG_VALUES = {
        "twelve_bytes", "thirteenbytes", "a_value_of_many_more_bytes", "größer", "a"
    };

    @TempDir private Path directory;

    @Test
    void everyTypeIsThere() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("BufferedRowsFunctionTest -Dseed=" + seed);
        Random random = new Random(seed);
        List<List<String>> batches = new ArrayList<>();
        long timeNanos = 0;
        for (int batch = 0; batch < 4; batch++) {
            List<String> lines = new ArrayList<>();
            // More and fewer than a vector of the engine holds.
            int count = 1 + random.nextInt(3_000);
            for (int i = 0; i < count; i++) {
                lines.add(line(random) + " " + timeNanos++);
            }
            batches.add(lines);
        }
        try (QueryFixture db = QueryFixture.open(directory)) {
            db.slices = false;
            db.nextDatabase();
            db.file(batches.stream().flatMap(List::stream).toArray(String[]::new));
            List<List<String>> expected = answers(db);
            db.nextDatabase();
            batches.forEach(lines -> db.buffer(lines.toArray(String[]::new)));

            List<List<String>> answers = answers(db);

            for (int i = 0; i < QUESTIONS.length; i++) {
                assertThat(answers.get(i))
                        .as("%s, seed %d", QUESTIONS[i], seed)
                        .isEqualTo(expected.get(i));
            }
        }
    }

    private static List<List<String>> answers(QueryFixture db) {
        List<List<String>> answers = new ArrayList<>();
        for (String question : QUESTIONS) {
            answers.add(db.rows(question));
        }
        return answers;
    }

    private static String line(Random random) {
        List<String> fields = new ArrayList<>();
        fields.add("i=" + random.nextInt(2_000) + "i");
        if (random.nextInt(4) > 0) {
            fields.add("x=" + random.nextInt(100) / 4.0);
        }
        if (random.nextInt(3) > 0) {
            fields.add("u=" + Long.toUnsignedString(random.nextLong()) + "u");
        }
        if (random.nextInt(3) > 0) {
            fields.add("b=" + random.nextBoolean());
        }
        if (random.nextInt(3) > 0) {
            fields.add("s=\"text " + "x".repeat(random.nextInt(20)) + "\"");
        }
        return "t"
                + (random.nextInt(4) == 0 ? "" : ",k=k" + random.nextInt(5))
                + (random.nextInt(4) == 0 ? "" : ",l=" + LONG_VALUES[random.nextInt(5)])
                + " "
                + String.join(",", fields);
    }
}
