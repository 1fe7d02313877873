// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random writes (late, repeated, of some fields, with new columns), flushes, compactions and
/// restarts over real files, against a sorted map: after each step a query sees exactly the newest
/// value of each field of each point. `-Dseed=` runs one seed again, `-Dhistories=` runs more.
final class StorageModelTest {
    private static final int STEPS = 40;
    private static final long NANOS_PER_HOUR = 3_600_000_000_000L;
    private static final List<String> TAGS = List.of("a", "b", "c");
    private static final List<String> FIELDS = List.of("f", "i", "s", "t", "u", "v");

    /// What a point is: its tags in the order of [#TAGS], and its time.
    private final Map<String, Map<String, String>> oracle = new TreeMap<>();

    static Stream<Long> seeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null
                ? Stream.of(chosen)
                : new Random().longs(Integer.getInteger("histories", 4)).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Conforms({"D-37", "D-239", "D-245", "D-238"})
    void everyQueryEqualsTheModel(long seed, @TempDir Path directory) throws IOException {
        Random random = new Random(seed);
        Set<String> done = new TreeSet<>();
        try (WholeStorage storage = new WholeStorage(directory)) {
            for (int step = 0; step < STEPS; step++) {
                String action = act(random, storage, done);

                assertThat(storage.points(TAGS, FIELDS))
                        .as("seed %d, step %d: %s", seed, step, action)
                        .isEqualTo(oracle);
            }
            storage.flush();
            while (storage.compact(true) > 0) {
                done.add("compact");
            }
            assertThat(storage.points(TAGS, FIELDS))
                    .as("seed %d, in the end", seed)
                    .isEqualTo(oracle);
            assertThat(storage.filesPerPartition()).as("seed %d", seed).containsOnly(1);
        }
        assertThat(done).as("what seed %d tried", seed).contains("compact");
    }

    private String act(Random random, WholeStorage storage, Set<String> done) throws IOException {
        return switch (random.nextInt(8)) {
            case 0, 1 -> {
                storage.flush();
                yield "flush";
            }
            case 2 -> {
                int merged = storage.compact(random.nextInt(4) == 0);
                if (merged > 0) {
                    done.add("compact");
                }
                yield "compact " + merged;
            }
            case 3 -> {
                storage.restart();
                yield "restart";
            }
            default -> {
                List<String> lines = new ArrayList<>();
                for (int i = random.nextInt(12); i >= 0; i--) {
                    lines.add(line(random));
                }
                storage.write(String.join("\n", lines));
                yield "write " + lines;
            }
        };
    }

    /// A line of a small world, so that points repeat; its fields go into the map too.
    private String line(Random random) {
        StringBuilder series = new StringBuilder("m");
        StringBuilder point = new StringBuilder();
        for (String tag : TAGS) {
            String value = random.nextInt(3) > 0 ? String.valueOf(random.nextInt(2)) : null;
            if (value != null) {
                series.append(',').append(tag).append('=').append(value);
            }
            point.append(value).append(' ');
        }
        long timeNanos = random.nextInt(40) * NANOS_PER_HOUR + random.nextInt(2);
        point.append(timeNanos);
        List<String> fields = new ArrayList<>();
        int fieldCount = 1 + random.nextInt(3);
        for (int i = 0; i < fieldCount; i++) {
            String name = FIELDS.get(random.nextInt(FIELDS.size()));
            String value = value(random, name);
            fields.add(name + "=" + written(name, value));
            oracle.computeIfAbsent(point.toString(), _ -> new TreeMap<>()).put(name, value);
        }
        return series + " " + String.join(",", fields) + " " + timeNanos;
    }

    private static String value(Random random, String field) {
        return switch (field) {
            case "f" -> String.valueOf(random.nextInt(100) / 4.0);
            case "v" -> String.valueOf(random.nextDouble());
            case "i" -> String.valueOf(random.nextLong());
            case "u" -> Long.toUnsignedString(random.nextLong());
            case "t" -> String.valueOf(random.nextBoolean());
            default -> "ä x".repeat(random.nextInt(3));
        };
    }

    private static String written(String field, String value) {
        return switch (field) {
            case "i" -> value + "i";
            case "u" -> value + "u";
            case "s" -> '"' + value + '"';
            default -> value;
        };
    }
}
