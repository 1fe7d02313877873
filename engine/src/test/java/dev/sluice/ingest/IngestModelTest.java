// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random writes, persists, failures and restarts against a sorted map: after every step a query
/// would see exactly what was acknowledged. `-Dseed=` runs one seed again.
final class IngestModelTest {
    private static final int STEPS = 60;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    static Stream<Long> seeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null ? Stream.of(chosen) : new Random().longs(5).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void showsExactlyWhatWasAcknowledged(long seed, @TempDir Path directory) throws IOException {
        Random random = new Random(seed);
        Points expected = new Points();
        try (Ingester ingester = new Ingester(directory).withDatabase()) {
            for (int step = 0; step < STEPS; step++) {
                String action = act(random, ingester, expected);

                assertThat(ingester.visible().all())
                        .as("seed %d, step %d: %s", seed, step, action)
                        .isEqualTo(expected.all());
            }
            ingester.flush();
            assertThat(ingester.buffer().sizeBytes()).isZero();
            assertThat(ingester.visible().all()).as("seed %d", seed).isEqualTo(expected.all());
        }
    }

    private static String act(Random random, Ingester ingester, Points expected)
            throws IOException {
        return switch (random.nextInt(10)) {
            case 0 -> {
                ingester.flush();
                yield "flush";
            }
            case 1 -> {
                ingester.restart();
                yield "restart";
            }
            case 2 -> {
                flushInVain(ingester);
                yield "flush in vain";
            }
            default -> write(random, ingester, expected);
        };
    }

    private static void flushInVain(Ingester ingester) {
        ingester.encoder().setFailing(true);
        try {
            ingester.flush();
        } catch (IOException _) {
            // Meant to fail, where there is anything to persist.
        } finally {
            ingester.encoder().setFailing(false);
        }
    }

    private static String write(Random random, Ingester ingester, Points expected) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            lines.add(line(random, expected));
        }
        assertThat(ingester.write(String.join("\n", lines))).isEqualTo(new WriteOutcome.Accepted());
        return "write " + lines;
    }

    /// A line of a small world, so that points repeat; its fields go into the map too.
    private static String line(Random random, Points expected) {
        StringBuilder series = new StringBuilder(random.nextBoolean() ? "m" : "n");
        for (String tag : List.of("a", "b")) {
            if (random.nextInt(3) > 0) {
                series.append(',').append(tag).append('=').append(random.nextInt(2));
            }
        }
        long timeNanos = random.nextInt(3) * NANOS_PER_DAY + random.nextInt(3);
        String point = series + " " + timeNanos;
        List<String> fields = new ArrayList<>();
        int fieldCount = 1 + random.nextInt(3);
        for (int i = 0; i < fieldCount; i++) {
            String name = List.of("f", "i", "s", "u", "t").get(random.nextInt(5));
            String value = value(random, name);
            fields.add(name + "=" + value);
            expected.set(point, name, value);
        }
        return series + " " + String.join(",", fields) + " " + timeNanos;
    }

    private static String value(Random random, String field) {
        return switch (field) {
            case "f" -> String.valueOf(random.nextInt(100) / 4.0);
            case "i" -> random.nextInt() + "i";
            case "u" -> Integer.toUnsignedString(random.nextInt()) + "u";
            case "t" -> String.valueOf(random.nextBoolean());
            default -> "\"" + "x".repeat(random.nextInt(3)) + "\"";
        };
    }
}
