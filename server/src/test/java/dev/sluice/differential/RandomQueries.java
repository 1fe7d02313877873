// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Statements over [SamplePoints] that mean something: most give rows.
public final class RandomQueries {
    private static final List<String> NUMBERS = List.of("f", "i");
    private static final List<String> FIELDS = List.of("f", "i", "s", "b");
    private static final List<String> NUMERIC =
            List.of("sum", "mean", "median", "spread", "stddev");
    private static final List<String> ANY = List.of("count", "first", "last", "mode");
    private static final List<String> INTERVALS =
            List.of("10s", "20s", "30s", "30s,7s", "1m", "45s,-10s");
    private static final List<String> FILLS =
            List.of(
                    "",
                    "",
                    "",
                    " fill(none)",
                    " fill(previous)",
                    " fill(linear)",
                    " fill(0)",
                    " fill(7)",
                    " fill(-1.5)",
                    " fill(null)");
    private static final List<String> BOUNDS =
            List.of(
                    "time >= 10s AND time < 200s",
                    "time >= 0 AND time <= 150s",
                    "time > 20s AND time < 100s",
                    "time >= 33s AND time < 34s",
                    "time >= '1970-01-01T00:00:05Z' AND time <= '1970-01-01 00:02:00'");
    private static final List<String> TAGS =
            List.of("host", "region", "*", "host, region", "/h.*/", "nope");
    private static final List<String> CONDITIONS =
            List.of(
                    "host = 'a'",
                    "host != 'a'",
                    "host =~ /a|c/",
                    "region = ''",
                    "region != ''",
                    "region !~ /./",
                    "region =~ /e/",
                    "s = 'x'",
                    "s != 'x'",
                    "s =~ /x|y/",
                    "s !~ /x/",
                    "b = true",
                    "b = false",
                    "b != true",
                    "f > 1",
                    "f >= -1 AND f <= 10",
                    "i < 3",
                    "i = 2",
                    "i >= 1.5",
                    "f > i",
                    "f + i > 2",
                    "f * 2 > i",
                    "f > 'x'",
                    "host > 'a'",
                    "'a' = host",
                    "3 < i",
                    "f > 1 AND (i < 3 OR s = 'x')",
                    "(host = 'b' OR host = 'c') AND f < 5",
                    "host = 'a' OR f > 0");
    private static final List<String> TRANSFORMS =
            List.of(
                    "abs(@)",
                    "ceil(@)",
                    "floor(@)",
                    "round(@)",
                    "sin(@)",
                    "cos(@)",
                    "atan(@)",
                    "sqrt(abs(@))",
                    "pow(@, 2)",
                    "@ * 2",
                    "@ + 1",
                    "-@",
                    "@ / 4",
                    "@ % 3",
                    "exp(@ / 10)");
    private static final List<String> WINDOWS =
            List.of(
                    "difference(@)",
                    "non_negative_difference(@)",
                    "cumulative_sum(@)",
                    "moving_average(@, 3)",
                    "derivative(@, 4s)",
                    "non_negative_derivative(@, 1s)",
                    "elapsed(@, 1s)");

    private final Random random;

    /// Asks for nothing yet.
    ///
    /// @param random decides everything
    public RandomQueries(Random random) {
        this.random = random;
    }

    /// Another one.
    public String next() {
        return switch (random.nextInt(13)) {
            case 0, 1 -> raw();
            case 2, 3 -> aggregates();
            case 4, 5, 6 -> bins();
            case 7 -> windows();
            case 8 -> selectors();
            case 9 -> subquery();
            case 10 -> sources();
            case 11 -> clock();
            default -> show();
        };
    }

    private <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String where(boolean bounded) {
        List<String> parts = new ArrayList<>();
        if (bounded || chance(30)) {
            parts.add(of(BOUNDS));
        }
        if (chance(45)) {
            String condition = of(CONDITIONS);
            parts.add(condition.contains(" OR ") ? "(" + condition + ")" : condition);
        }
        if (parts.size() == 2 && chance(50)) {
            parts = parts.reversed();
        }
        return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
    }

    private String tags(int percent) {
        return chance(percent) ? " GROUP BY " + of(TAGS) : "";
    }

    private String tail() {
        String order = chance(20) ? " ORDER BY time DESC" : "";
        String limit = chance(30) ? " LIMIT " + (1 + random.nextInt(6)) : "";
        return order
                + limit
                + (chance(15) && !limit.isEmpty() ? " OFFSET " + random.nextInt(5) : "");
    }

    private String raw() {
        List<String> columns = new ArrayList<>();
        int kind = random.nextInt(5);
        if (kind == 0) {
            columns.add(
                    of(
                            List.of(
                                    "*",
                                    "*::field",
                                    "*::tag, f",
                                    "/^[fis]$/",
                                    "/h/, i",
                                    "host, f",
                                    "f, host, region")));
        } else if (kind == 1) {
            columns.add(of(WINDOWS).replace("@", of(NUMBERS)));
        } else {
            int count = 1 + random.nextInt(3);
            for (int k = 0; k < count; k++) {
                columns.add(chance(50) ? of(FIELDS) : of(TRANSFORMS).replace("@", of(NUMBERS)));
            }
            if (chance(20)) {
                columns.add(
                        of(
                                List.of(
                                        "f + i",
                                        "f / i",
                                        "i - f",
                                        "i * i",
                                        "f::integer",
                                        "i::float",
                                        "i & 3",
                                        "i | 4",
                                        "i ^ 5",
                                        "nope",
                                        "f AS x",
                                        "(f + 1) * (i - 2)")));
            }
        }
        return "SELECT "
                + String.join(", ", columns)
                + " FROM m1"
                + where(false)
                + tags(30)
                + tail();
    }

    private String aggregate() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> of(NUMERIC) + "(" + of(NUMBERS) + ")";
            case 2 -> of(ANY) + "(" + of(FIELDS) + ")";
            case 3 -> of(List.of("min", "max")) + "(" + of(NUMBERS) + ")";
            case 4 -> "percentile(" + of(NUMBERS) + ", " + (50 + random.nextInt(51)) + ")";
            default ->
                    of(
                            List.of(
                                    "count(distinct(s))",
                                    "count(distinct(i))",
                                    "mean(f) * 2",
                                    "sum(i) / count(i)",
                                    "max(f) - min(f)",
                                    "abs(mean(f))",
                                    "count(*)",
                                    "mean(*)",
                                    "first(*)",
                                    "sum(/f|i/)",
                                    "count(nope)",
                                    "round(mean(i))"));
        };
    }

    private String several(int most) {
        List<String> result = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        for (int k = 0; k < count; k++) {
            String call = aggregate();
            boolean plain = call.indexOf(' ') < 0 && call.indexOf('(') == call.lastIndexOf('(');
            result.add(
                    call
                            + (plain
                                            && chance(15)
                                            && !call.matches("(?:mode|stddev|count|percentile).*")
                                    ? " AS x" + k
                                    : ""));
        }
        return String.join(", ", result);
    }

    private String aggregates() {
        return "SELECT "
                + several(3)
                + " FROM m1"
                + where(false)
                + tags(50)
                + (chance(10) ? of(FILLS) : "");
    }

    private String bins() {
        if (chance(10)) {
            return area();
        }
        String group =
                " GROUP BY time(" + of(INTERVALS) + ")" + (chance(40) ? ", " + of(TAGS) : "");
        return "SELECT " + several(2) + " FROM m1" + where(true) + group + of(FILLS) + tail();
    }

    /// 1.x gives an area rows of its own, beside whatever else is asked for.
    private String area() {
        String call = of(List.of("integral(f)", "integral(f, 10s)", "integral(i)"));
        String group = chance(70) ? " GROUP BY time(" + of(INTERVALS) + ")" : tags(50);
        return "SELECT " + call + " FROM m1" + where(true) + group;
    }

    private String windows() {
        String inner =
                of(
                        List.of(
                                "mean(f)",
                                "max(f)",
                                "sum(i)",
                                "count(i)",
                                "first(f)",
                                "last(i)",
                                "median(f)"));
        String window = of(WINDOWS).replace("@", inner);
        String group =
                " GROUP BY time(" + of(INTERVALS) + ")" + (chance(40) ? ", " + of(TAGS) : "");
        String beside = chance(20) ? inner + ", " : "";
        String range =
                where(true).replace("time >= 33s AND time < 34s", "time >= 33s AND time < 95s");
        return "SELECT " + beside + window + " FROM m1" + range + group + of(FILLS) + tail();
    }

    private String selectors() {
        String call =
                of(
                        List.of(
                                "top(f, 3)",
                                "bottom(f, 3)",
                                "top(i, 2)",
                                "top(f, host, 2)",
                                "bottom(f, host, 2)",
                                "top(f, 2), i",
                                "max(f), host",
                                "min(f), i, s",
                                "last(f), host, b",
                                "first(i), s",
                                "percentile(f, 60), host",
                                "distinct(s)",
                                "distinct(i)",
                                "distinct(b)",
                                "max(i)",
                                "first(s)",
                                "last(b)",
                                "min(b)"));
        boolean bins = chance(30);
        String group =
                bins
                        ? " GROUP BY time(" + of(INTERVALS) + ")" + (chance(30) ? ", region" : "")
                        : tags(35);
        return "SELECT " + call + " FROM m1" + where(bins) + group;
    }

    private String subquery() {
        String inner = "SELECT " + aggregateAs() + " FROM m1";
        boolean bins = chance(50);
        String by =
                bins
                        ? where(true)
                                + " GROUP BY time("
                                + of(INTERVALS)
                                + ")"
                                + (chance(60) ? ", host" : "")
                        : where(false) + " GROUP BY host";
        String outer =
                of(
                        List.of(
                                "max(x)",
                                "mean(x)",
                                "sum(x)",
                                "count(x)",
                                "x",
                                "x * 2",
                                "x, host",
                                "first(x)"));
        String tail = chance(30) ? " GROUP BY host" : chance(20) ? " WHERE x > 0" : "";
        return "SELECT " + outer + " FROM (" + inner + by + ")" + tail;
    }

    private String aggregateAs() {
        return of(
                        List.of(
                                "mean(f)",
                                "max(f)",
                                "min(i)",
                                "sum(i)",
                                "count(f)",
                                "last(f)",
                                "median(i)"))
                + " AS x";
    }

    /// Over several measurements, by the columns that all of them have.
    private String sources() {
        String from = of(List.of("m1, m2", "/m[12]/", "m2", "/m2|nothing/", "\"m1\", nothing"));
        boolean bins = chance(40);
        boolean gathers = bins || chance(50);
        String columns =
                gathers
                        ? of(
                                List.of(
                                        "mean(f)",
                                        "sum(f)",
                                        "max(f)",
                                        "count(f)",
                                        "count(*)",
                                        "sum(j)",
                                        "last(f)"))
                        : of(List.of("f", "*", "f, j", "j", "f, host"));
        List<String> conditions = new ArrayList<>();
        if (bins || chance(30)) {
            conditions.add(of(BOUNDS));
        }
        if (chance(40)) {
            conditions.add(
                    of(
                            List.of(
                                    "host = 'a'",
                                    "host != 'a'",
                                    "host =~ /b/",
                                    "f > 1",
                                    "f >= -1 AND f <= 10")));
        }
        return "SELECT "
                + columns
                + " FROM "
                + from
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + (bins ? " GROUP BY time(" + of(INTERVALS) + ")" + of(FILLS) : tags(30))
                + (gathers ? "" : tail());
    }

    /// By the clocks of zones, where points are an hour apart: InfluxDB goes by the first point of
    /// a bin where a clock shows an hour twice.
    private String clock() {
        String range =
                of(
                        List.of(
                                "time >= '2020-03-28T20:00:00Z' AND time < '2020-03-30T08:00:00Z'",
                                "time >= '2020-10-24T20:00:00Z' AND time < '2020-10-26T08:00:00Z'"));
        String offset = of(List.of("", ", 30m", ", 6h", ", -30m", ", -90m", ", -5h", ", -18h"));
        return "SELECT count(v), sum(v) FROM clock WHERE "
                + range
                + " GROUP BY time("
                + of(List.of("1h", "2h", "3h", "5h", "6h", "12h", "1d"))
                + offset
                + ") fill(none) tz('"
                + of(List.of("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata"))
                + "')";
    }

    private String show() {
        return of(
                List.of(
                        "SHOW MEASUREMENTS",
                        "SHOW MEASUREMENTS LIMIT 2 OFFSET 1",
                        "SHOW MEASUREMENTS WITH MEASUREMENT =~ /m/",
                        "SHOW MEASUREMENTS WITH MEASUREMENT = m1",
                        "SHOW TAG KEYS",
                        "SHOW TAG KEYS FROM m1",
                        "SHOW TAG KEYS FROM /m/ LIMIT 1",
                        "SHOW TAG KEYS FROM nothing",
                        "SHOW FIELD KEYS",
                        "SHOW FIELD KEYS FROM m1",
                        "SHOW FIELD KEYS FROM m1, m2 LIMIT 2 OFFSET 1",
                        "SHOW FIELD KEYS FROM /odd/"));
    }
}
