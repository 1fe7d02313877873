// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `top` and `bottom` give the best rows, with the engine and without. Takes `-Dseed=`.
final class RankedRowsTest {
    private static final int QUESTIONS = 40;
    private static final long BIN = 20;

    @TempDir private Path directory;

    /// A point; a tag that it does not have is empty.
    private record Point(long time, String k, String m, long x, String s) {
        String line() {
            return "t%s%s x=%di%s %d"
                    .formatted(
                            k.isEmpty() ? "" : ",k=" + k,
                            m.isEmpty() ? "" : ",m=" + m,
                            x,
                            s.isEmpty() ? "" : ",s=\"" + s + "\"",
                            time);
        }

        String tag(String name) {
            return name.equals("k") ? k : m;
        }
    }

    @Test
    void theBestRowsAreThoseOfAllRows() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RankedRowsTest -Dseed=" + seed);
        Random random = new Random(seed);
        int slices = 0;
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            List<Point> points = filled(db, random);
            for (int question = 0; question < QUESTIONS; question++) {
                boolean top = random.nextBoolean();
                List<String> by =
                        List.of(
                                random.nextInt(3) == 0 ? "k" : "",
                                random.nextInt(3) == 0 ? "m" : "");
                by = by.stream().filter(tag -> !tag.isEmpty()).toList();
                List<String> group = random.nextInt(3) == 0 ? List.of("m") : List.of();
                boolean binned = random.nextBoolean();
                boolean down = random.nextInt(3) == 0;
                int count = 1 + random.nextInt(random.nextInt(3) == 0 ? 40 : 4);
                String statement =
                        "SELECT %s(x%s, %d), s FROM t WHERE k =~ /k/ AND time >= 0 AND time < 200%s%s"
                                .formatted(
                                        top ? "top" : "bottom",
                                        by.stream()
                                                .map(tag -> ", " + tag)
                                                .collect(Collectors.joining()),
                                        count,
                                        group.isEmpty() && !binned
                                                ? ""
                                                : " GROUP BY "
                                                        + Stream.concat(
                                                                        group.stream(),
                                                                        binned
                                                                                ? Stream.of(
                                                                                        "time(20ns)")
                                                                                : Stream.empty())
                                                                .collect(Collectors.joining(", ")),
                                        down ? " ORDER BY time DESC" : "");
                List<String> expected = best(points, top, by, group, binned, down, count);
                for (boolean slice : new boolean[] {false, true}) {
                    db.slices = slice;
                    assertThat(influxql.rows(statement))
                            .as(statement + " of " + seed)
                            .isEqualTo(expected);
                }
                slices += db.plans.getLast().slice() == null ? 0 : 1;
            }
        }
        assertThat(slices).isGreaterThan(QUESTIONS / 2);
    }

    private static List<Point> filled(QueryFixture db, Random random) throws IOException {
        Map<String, Point> points = new TreeMap<>();
        for (int i = 0; i < 400; i++) {
            Point point =
                    new Point(
                            random.nextInt(200),
                            random.nextInt(5) == 0 ? "" : "k" + random.nextInt(5),
                            random.nextInt(4) == 0 ? "" : "m" + random.nextInt(3),
                            random.nextInt(12),
                            random.nextInt(3) == 0 ? "" : "s" + i);
            points.putIfAbsent(point.k + "," + point.m + "," + point.time, point);
        }
        List<Point> all = List.copyOf(points.values());
        List<Point> stored = all.subList(0, all.size() / 2);
        db.files(stored.stream().map(Point::line).toArray(String[]::new));
        db.buffer(
                all.subList(stored.size(), all.size()).stream()
                        .map(Point::line)
                        .toArray(String[]::new));
        return all;
    }

    private static List<String> best(
            List<Point> points,
            boolean top,
            List<String> by,
            List<String> group,
            boolean binned,
            boolean down,
            int count) {
        Comparator<Point> value = Comparator.comparingLong(Point::x);
        List<Point> ranked =
                points.stream()
                        .filter(point -> !point.k.isEmpty())
                        .sorted(
                                (top ? value.reversed() : value)
                                        .thenComparingLong(Point::time)
                                        .thenComparing(Point::k)
                                        .thenComparing(Point::m))
                        .toList();
        Function<Point, String> series = point -> tags(point, group);
        Map<String, List<Point>> chosen = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (Point point : ranked) {
            String place = series.apply(point) + "/" + (binned ? point.time / BIN : 0);
            if (counts.getOrDefault(place, 0) < count
                    && (by.isEmpty() || seen.add(place + "/" + tags(point, by)))) {
                counts.merge(place, 1, Integer::sum);
                chosen.computeIfAbsent(series.apply(point), _ -> new ArrayList<>()).add(point);
            }
        }
        Comparator<Point> time = Comparator.comparingLong(Point::time);
        return chosen.values().stream()
                .flatMap(each -> each.stream().sorted(down ? time.reversed() : time))
                .map(point -> shown(point, by))
                .toList();
    }

    private static String tags(Point point, List<String> names) {
        return names.stream().map(point::tag).collect(Collectors.joining(","));
    }

    private static String shown(Point point, List<String> by) {
        List<String> values = new ArrayList<>(List.of(Long.toString(point.x)));
        by.forEach(tag -> values.add(point.tag(tag)));
        values.add(point.s);
        return "1970-01-01T00:00:00%sZ %s"
                .formatted(
                        point.time == 0 ? "" : ".%09d".formatted(point.time),
                        values.stream()
                                .map(each -> each.isEmpty() ? "null" : each)
                                .collect(Collectors.joining(" ")));
    }

    /// Few rows are put in order, so that it takes no longer to tell the best of many.
    @Test
    void theEngineTellsFirstWhichCanBeAmongTheBest() throws IOException {
        try (InfluxqlFixture influxql = InfluxqlFixture.open(directory)) {
            QueryFixture db = influxql.database();
            db.slices = false;
            db.buffer("t,k=a x=1 1", "t,k=b x=2 2", "t,k=a x=3 3", "t,k=c x=3 3");
            for (String statement : Arrays.asList("top(x, k, 1)", "top(x, 1)")) {
                assertThat(influxql.rows("SELECT " + statement + " FROM t").getFirst())
                        .startsWith("1970-01-01T00:00:00.000000003Z 3");
                assertThat(db.plans.getLast().sql()).contains("list_min");
            }
            // Too many values would be kept.
            assertThat(influxql.rows("SELECT top(x, 1001) FROM t")).hasSize(4);
            assertThat(db.plans.getLast().sql()).doesNotContain("list_min");
        }
    }
}
