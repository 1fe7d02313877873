// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Random trees and damaged texts. A failure tells its seed; `-Dseed=` shows it again.
final class ParserFuzzTest {
    private static final long SEED = Long.getLong("seed", 20261126);
    private static final String[] SHARDS = {
        "'",
        "\"",
        "/",
        "\\",
        "(",
        ")",
        ",",
        ";",
        "--",
        "/*",
        "*/",
        "$",
        "::",
        ".",
        "-",
        "=~",
        "\n",
        " ",
        "9",
        "1h",
        "SELECT ",
        " FROM ",
        " WHERE ",
        " AND ",
        " GROUP BY ",
        "time(",
        "fill(",
        " AS ",
        "DISTINCT ",
        "µ",
        "\u0000",
        "\ud83d\ude00",
        "\ud83d",
        "18446744073709551616"
    };

    private static void repeat(String name, int count, Consumer<SplittableRandom> input) {
        for (int i = 0; i < count; i++) {
            long seed = SEED + i;
            try {
                input.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError | StackOverflowError failure) {
                throw new AssertionError(name + " failed; again with -Dseed=" + seed, failure);
            }
        }
        System.out.println(name + ": " + count + " inputs from seed " + SEED);
    }

    @Test
    void readsWhatTheWriterWrites() {
        repeat(
                "random InfluxQL trees",
                2_000,
                random -> {
                    Statement statement = new RandomStatements(random).statement();
                    String text = InfluxqlWriter.write(statement);
                    assertThat(InfluxqlParser.parse(text)).as(text).isEqualTo(List.of(statement));
                });
    }

    @Test
    void refusesDamagedTextInGoodOrder() {
        repeat(
                "damaged InfluxQL texts",
                6_000,
                random -> {
                    String text = damaged(random);
                    try {
                        for (Statement statement : InfluxqlParser.parse(text)) {
                            String canonical = InfluxqlWriter.write(statement);
                            assertThat(InfluxqlParser.parse(canonical))
                                    .as(text)
                                    .isEqualTo(List.of(statement));
                        }
                    } catch (ProblemException refusal) {
                        assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.INVALID);
                    }
                });
    }

    private static String damaged(SplittableRandom random) {
        StringBuilder text =
                new StringBuilder(InfluxqlWriter.write(new RandomStatements(random).statement()));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setLength(at);
                case 2 -> text.insert(at, SHARDS[random.nextInt(SHARDS.length)]);
                default -> {
                    int end = Math.min(text.length(), at + random.nextInt(12));
                    text.insert(random.nextInt(text.length()), text.substring(at, end));
                }
            }
        }
        return text.toString();
    }
}
