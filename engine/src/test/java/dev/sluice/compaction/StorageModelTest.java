// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.ingest.WriteOutcome;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random writes (late, repeated, of some fields, with new columns), flushes, compactions,
/// restarts, changes of retention, time that passes and sweeps over real files, against a sorted
/// map: after each step a query sees exactly the newest value of each field of each point that has
/// not expired. `-Dseed=` runs one seed again, `-Dhistories=` runs more.
final class StorageModelTest {
    private static final int STEPS = 60;
    private static final int HOURS = 40;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_HOUR = 3_600 * NANOS_PER_SECOND;
    private static final List<String> TAGS = List.of("a", "b", "c");
    private static final List<String> FIELDS = List.of("f", "i", "s", "t", "u", "v");

    /// What is stored, expired or not. What a point is: its time, then its tags in the order of
    /// [#TAGS].
    private final Map<Point, Map<String, String>> oracle = new TreeMap<>();

    /// Every value that a field of a point ever had.
    private final Set<String> history = new HashSet<>();

    private Duration retention = Duration.ZERO;

    private record Point(long timeNanos, String tags) implements Comparable<Point> {
        @Override
        public int compareTo(Point other) {
            return Comparator.comparingLong(Point::timeNanos)
                    .thenComparing(Point::tags)
                    .compare(this, other);
        }
    }

    static Stream<Long> seeds() {
        Long chosen = Long.getLong("seed");
        return chosen != null
                ? Stream.of(chosen)
                : new Random().longs(Integer.getInteger("histories", 4)).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Conforms({"D-37", "D-239", "D-245", "D-238", "D-242", "D-243"})
    void everyQueryEqualsTheModel(long seed, @TempDir Path directory) throws IOException {
        Random random = new Random(seed);
        Set<String> done = new TreeSet<>();
        try (WholeStorage storage = new WholeStorage(directory)) {
            for (int step = 0; step < STEPS; step++) {
                String action = act(random, storage, done);

                assertThat(seen(storage))
                        .as("seed %d, step %d: %s", seed, step, action)
                        .isEqualTo(live(storage));
            }
            addTwoFiles(storage);
            storage.skipped().forEach(storage::retry);
            while (storage.compact(true) > 0) {
                done.add("compact");
            }
            assertThat(seen(storage)).as("seed %d, in the end", seed).isEqualTo(live(storage));
            // None where everything has expired.
            assertThat(storage.filesPerPartition()).as("seed %d", seed).allMatch(one -> one == 1);
        }
        assertThat(done).as("what seed %d tried", seed).contains("compact");
    }

    /// Something to merge, whatever else has expired.
    private void addTwoFiles(WholeStorage storage) throws IOException {
        storage.flush();
        Point point =
                new Point(storage.now().getEpochSecond() * NANOS_PER_SECOND, "null null null");
        for (String value : List.of("1.25", "2.5")) {
            storage.write("m f=" + value + " " + point.timeNanos());
            oracle.computeIfAbsent(point, _ -> new TreeMap<>()).put("f", value);
            storage.flush();
        }
    }

    private static Map<Point, Map<String, String>> seen(WholeStorage storage) {
        Map<Point, Map<String, String>> points = new TreeMap<>();
        storage.points(TAGS, FIELDS)
                .forEach((key, values) -> {
                    int end = key.lastIndexOf(' ');
                    long timeNanos = Long.parseLong(key.substring(end + 1));
                    points.put(new Point(timeNanos, key.substring(0, end)), values);
                });
        return points;
    }

    /// What a query is to see.
    private Map<Point, Map<String, String>> live(WholeStorage storage) {
        Map<Point, Map<String, String>> live = new TreeMap<>(oracle);
        live.keySet().removeIf(point -> point.timeNanos() < boundNanos(storage));
        return live;
    }

    /// What is older has expired.
    private long boundNanos(WholeStorage storage) {
        return retention.isZero()
                ? Long.MIN_VALUE
                : storage.now().getEpochSecond() * NANOS_PER_SECOND - retention.toNanos();
    }

    private String act(Random random, WholeStorage storage, Set<String> done) throws IOException {
        return switch (random.nextInt(15)) {
            case 0, 1 -> {
                storage.flush();
                yield "flush";
            }
            case 2, 3 -> {
                // Small ones, so that they are parted: by size, or by what is held in memory.
                long bytes = random.nextInt(3) == 0 ? 1L << 30 : 1_000 + random.nextInt(9_000);
                long cells = random.nextInt(3) == 0 ? 20 : 1L << 20;
                int merged = storage.compact(random.nextInt(4) == 0, bytes, cells);
                if (merged > 0) {
                    done.add("compact");
                }
                requireLevelsApart(storage.files());
                yield "compact " + merged + " of " + bytes + " bytes, " + cells + " cells";
            }
            case 4, 5 -> {
                storage.restart();
                yield "restart";
            }
            case 6 -> {
                retention =
                        random.nextInt(3) == 0
                                ? Duration.ZERO
                                : Duration.ofHours(1 + random.nextInt(HOURS));
                storage.keepFor(retention);
                yield "retention " + retention;
            }
            case 7 -> {
                Duration time = Duration.ofMinutes(random.nextInt(600));
                storage.letPass(time);
                yield "let pass " + time;
            }
            case 8 -> "sweep of " + sweep(storage);
            case 9 -> {
                List<SkippedPartition> skipped = storage.skipped();
                skipped.forEach(storage::retry);
                yield "retry " + skipped;
            }
            default -> write(random, storage);
        };
    }

    /// Files of level 1 do not overlap each other, and neither do those of level 2 (data.md 7.7).
    private static void requireLevelsApart(List<FileEntry> files) {
        for (FileEntry file : files) {
            assertThat(files)
                    .filteredOn(other -> other.level() > 0 && other.level() == file.level())
                    .filteredOn(file::mayShareAPointWith)
                    .as("%s overlaps", file)
                    .hasSize(file.level() == 0 ? 0 : 1);
        }
    }

    /// Sweeps, which deletes the files that have expired as a whole, and no others. What is left of
    /// the points that have expired is what was in other files and in the buffer.
    ///
    /// @return how many files were deleted
    private int sweep(WholeStorage storage) throws IOException {
        long boundNanos = boundNanos(storage);
        List<FileEntry> before = storage.files();
        List<FileEntry> kept =
                before.stream().filter(file -> file.timeNanosMax() >= boundNanos).toList();

        storage.sweep();

        assertThat(storage.files()).isEqualTo(kept);
        storage.keepFor(Duration.ZERO);
        Map<Point, Map<String, String>> left = seen(storage);
        storage.keepFor(retention);
        if (kept.size() == before.size()) {
            assertThat(left).isEqualTo(oracle);
        }
        left.forEach((point, values) ->
                values.forEach((field, value) ->
                        assertThat(history).contains(remembered(point, field, value))));
        Map<Point, Map<String, String>> live = live(storage);
        oracle.clear();
        oracle.putAll(left);
        assertThat(live(storage)).isEqualTo(live);
        return before.size() - kept.size();
    }

    private static String remembered(Point point, String field, String value) {
        return point + field + "=" + value;
    }

    /// Writes some lines, of which those that have expired are refused.
    private String write(Random random, WholeStorage storage) {
        List<String> lines = new ArrayList<>();
        int expired = 0;
        for (int i = random.nextInt(12); i >= 0; i--) {
            boolean refused = !addLine(random, storage, lines);
            expired += refused ? 1 : 0;
        }
        WriteOutcome outcome = storage.written(String.join("\n", lines));
        if (expired == 0) {
            assertThat(outcome).isEqualTo(new WriteOutcome.Accepted());
        } else {
            int refused = expired;
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            WriteOutcome.Rejected.class,
                            rejected -> assertThat(rejected.rejected()).hasSize(refused));
        }
        return "write " + lines;
    }

    /// Adds a line of a small world, so that points repeat; its fields go into the map too, unless
    /// it has expired.
    ///
    /// @return whether it has not
    private boolean addLine(Random random, WholeStorage storage, List<String> lines) {
        StringBuilder series = new StringBuilder("m");
        List<String> tags = new ArrayList<>();
        for (String tag : TAGS) {
            String value = random.nextInt(3) > 0 ? String.valueOf(random.nextInt(2)) : null;
            if (value != null) {
                series.append(',').append(tag).append('=').append(value);
            }
            tags.add(value);
        }
        long hour = storage.now().getEpochSecond() / 3_600 + 3 - random.nextInt(HOURS);
        Point point =
                new Point(
                        hour * NANOS_PER_HOUR + random.nextInt(2),
                        tags.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        boolean live = point.timeNanos() >= boundNanos(storage);
        List<String> fields = new ArrayList<>();
        int fieldCount = 1 + random.nextInt(3);
        for (int i = 0; i < fieldCount; i++) {
            String name = FIELDS.get(random.nextInt(FIELDS.size()));
            String value = value(random, name);
            fields.add(name + "=" + written(name, value));
            if (live) {
                oracle.computeIfAbsent(point, _ -> new TreeMap<>()).put(name, value);
                history.add(remembered(point, name, value));
            }
        }
        lines.add(series + " " + String.join(",", fields) + " " + point.timeNanos());
        return live;
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
