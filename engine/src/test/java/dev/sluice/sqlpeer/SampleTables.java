// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.sqlpeer;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Two tables and random points of theirs: tags that are missing, fields that are, points that come
/// again with other fields, texts of many alphabets. Floats are multiples of a quarter, so that
/// sums are exact in whatever order they are made.
public final class SampleTables {
    static final List<String> HOSTS = List.of("a", "B", "ab", "Ab", "é", "日本", "x y", "10");
    static final List<String> REGIONS = List.of("eu", "US", "u");
    static final List<String> TEXTS =
            List.of(
                    "", "a", "A", "abc", "a b", "Ünï", "10", "-3", "%", "_x", "it's", "日本語",
                    " pad ", "a,b,c", "zz");

    static final Table FIRST = new Table("m", "r", "f");
    static final Table SECOND = new Table("n", "z", "v");

    private static final long NANOS_PER_MINUTE = 60_000_000_000L;
    private static final long MINUTES_PER_DAY = 1440;
    private static final int DAYS = 3;
    private static final int BATCHES = 4;
    private static final int BATCH_POINTS = 120;

    private final Random random;
    private final LocalDate from;
    private final Map<Point, Map<String, Object>> points = new LinkedHashMap<>();

    /// Makes no points yet.
    ///
    /// @param random decides everything
    /// @param from the first day that has points
    public SampleTables(Random random, LocalDate from) {
        this.random = random;
        this.from = from;
    }

    /// What a column holds.
    enum Kind {
        TIME,
        TEXT,
        WHOLE,
        FLOAT,
        TRUTH
    }

    /// A column.
    ///
    /// @param tag whether it is a tag
    record Column(String name, Kind kind, boolean tag) {}

    /// A table with columns `time`, `h`, a second tag, `i`, a float, `s` and `b`.
    ///
    /// @param tag the name of the second tag
    /// @param number the name of the float
    record Table(String name, String tag, String number) {
        List<Column> columns() {
            return List.of(
                    new Column("time", Kind.TIME, false),
                    new Column("h", Kind.TEXT, true),
                    new Column(tag, Kind.TEXT, true),
                    new Column("i", Kind.WHOLE, false),
                    new Column(number, Kind.FLOAT, false),
                    new Column("s", Kind.TEXT, false),
                    new Column("b", Kind.TRUTH, false));
        }
    }

    /// What tells rows apart.
    ///
    /// @param nanos the time, a multiple of 1000
    record Point(Table table, @Nullable String host, @Nullable String region, long nanos) {}

    /// What was made: of each point its newest fields.
    Map<Point, Map<String, Object>> points() {
        return points;
    }

    LocalDate from() {
        return from;
    }

    /// Makes points, each batch newer than those before.
    ///
    /// @return lines of line protocol
    public List<List<String>> batches() {
        List<List<String>> batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            List<String> lines = new ArrayList<>();
            for (Table table : List.of(FIRST, SECOND)) {
                // Each column is there, and one point is in both tables.
                add(
                        new Point(table, "a", "eu", from.toEpochDay() * 1440 * NANOS_PER_MINUTE),
                        new LinkedHashMap<>(
                                Map.of("i", 1L, table.number, 1.5, "s", "a", "b", true)),
                        lines);
                for (int k = random.nextInt(BATCH_POINTS); k < BATCH_POINTS; k++) {
                    add(point(table), fields(table), lines);
                }
            }
            batches.add(lines);
        }
        return batches;
    }

    private Point point(Table table) {
        long minute = random.nextLong(DAYS * MINUTES_PER_DAY) / 30 * 30;
        if (random.nextInt(3) == 0) {
            minute = minute / 360 * 360;
        }
        long nanos = (from.toEpochDay() * MINUTES_PER_DAY + minute) * NANOS_PER_MINUTE;
        if (random.nextInt(5) == 0) {
            nanos += random.nextInt(4) * 250_000_000L + 1000;
        }
        return new Point(
                table,
                random.nextInt(7) == 0 ? null : HOSTS.get(random.nextInt(HOSTS.size())),
                random.nextInt(4) == 0 ? null : REGIONS.get(random.nextInt(REGIONS.size())),
                nanos);
    }

    private Map<String, Object> fields(Table table) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (random.nextInt(4) > 0) {
            fields.put("i", random.nextLong(21) - 6);
        }
        if (random.nextInt(4) > 0) {
            fields.put(table.number, (random.nextInt(80) - 20) / 4.0);
        }
        if (random.nextInt(3) > 0) {
            fields.put("s", TEXTS.get(random.nextInt(TEXTS.size())));
        }
        if (fields.isEmpty() || random.nextBoolean()) {
            fields.put("b", random.nextBoolean());
        }
        return fields;
    }

    private void add(Point point, Map<String, Object> fields, List<String> lines) {
        points.computeIfAbsent(point, _ -> new LinkedHashMap<>()).putAll(fields);
        StringBuilder line = new StringBuilder(point.table.name);
        if (point.host != null) {
            line.append(",h=").append(point.host.replace(" ", "\\ "));
        }
        if (point.region != null) {
            line.append(',').append(point.table.tag).append('=').append(point.region);
        }
        char before = ' ';
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            line.append(before).append(field.getKey()).append('=').append(written(field));
            before = ',';
        }
        lines.add(line.append(' ').append(point.nanos).toString());
    }

    private static String written(Map.Entry<String, Object> field) {
        return switch (field.getValue()) {
            case String text -> '"' + text + '"';
            case Long whole -> whole + "i";
            default -> field.getValue().toString();
        };
    }
}
