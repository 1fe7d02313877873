// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/// Statements of InfluxQL over [LatePoints], of all shapes, and points that many series share.
final class RandomInfluxql {
    private static final String[] NUMBERS = {"f", "f", "i", "u", "g"};
    private static final String[] FIELDS = {"f", "i", "s", "b", "u", "g"};
    private static final String[] TABLES = {
        "m1", "m1", "m1", "m1", "m2", "m1, m2", "/m[12]/", "m1, nothing"
    };
    private static final String[] TAGS = {
        "host", "host", "region", "*", "host, region", "/h.*/", "nope", "zone", "zone, host", "f"
    };
    private static final String[] INTERVALS = {
        "1h", "30m", "90m", "2h", "6h", "1d", "1d, 5h", "7h", "1h, -10m", "12h, 3h", "1w", "5h, 17m"
    };
    private static final String[] FILLS = {
        "",
        "",
        "",
        " fill(none)",
        " fill(previous)",
        " fill(linear)",
        " fill(0)",
        " fill(-1.5)",
        " fill(null)"
    };
    private static final String[] ZONES = {
        "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"
    };
    private static final String[] CONDITIONS = {
        "host = 'a'",
        "host = 'b'",
        "host =~ /a|c/",
        "host != 'a'",
        "host !~ /b/",
        "host = ''",
        "region = 'eu'",
        "region = ''",
        "region =~ /(?i)us/",
        "zone = 'z'",
        "zone = ''",
        "zone != 'y'",
        "s = 'x'",
        "s != 'x'",
        "s =~ /x|y/",
        "b = true",
        "b != true",
        "f > 1",
        "f >= -1 AND f <= 5",
        "i = 2",
        "i >= 1.5",
        "f > i",
        "f + i > 2",
        "g > 1",
        "u = 3",
        "nope = 'x'",
        "(host = 'a' OR host = 'b')",
        "(host = 'a' OR f > 0)",
        "(f > 1 OR s = 'x')",
        "host = region"
    };
    private static final String[] GATHERED = {
        "count(distinct(s))",
        "count(distinct(i))",
        "mean(f) * 2",
        "sum(i) / count(i)",
        "max(f) - min(f)",
        "count(*)",
        "mean(*)",
        "first(*)",
        "last(*)",
        "max(*)",
        "sum(/f|i/)",
        "count(nope)",
        "round(mean(i))",
        "last(f) + first(i)"
    };
    private static final String[] SELECTORS = {
        "top(f, 3)",
        "bottom(f, 3)",
        "top(f, host, 2)",
        "bottom(i, host, 2)",
        "top(f, 2), i",
        "top(i, region, host, 3), s",
        "max(f), host",
        "min(f), i, s",
        "last(f), host, b",
        "first(i), s",
        "percentile(f, 60), host",
        "distinct(s)",
        "distinct(i)",
        "distinct(b)",
        "last(f), *",
        "last(g), f",
        "first(f), zone",
        "last(s), region, f",
        "min(u), i",
        "last(*)"
    };
    private static final String[] OF_ROWS = {
        "*",
        "*::field",
        "*::tag, f",
        "/^[fis]$/",
        "/h/, i",
        "host, f",
        "f AS x, region",
        "abs(@)",
        "floor(@)",
        "sqrt(abs(@))",
        "pow(@, 2)",
        "-@",
        "@ % 3",
        "ln(@)",
        "f + i",
        "i - f",
        "i * i",
        "f::integer",
        "(f + 1) * (i - 2)",
        "i / 2",
        "u * 2",
        "nope",
        "s",
        "b"
    };
    private static final String[] CHANGES = {
        "difference(@)",
        "non_negative_difference(@)",
        "cumulative_sum(@)",
        "moving_average(@, 2)",
        "derivative(@, 30m)",
        "non_negative_derivative(@, 1h)",
        "elapsed(@, 1m)"
    };
    private static final String[] INSIDE = {
        "f", "f, i", "*", "f, host", "f AS x, s", "f * 2 AS x, i", "difference(f) AS x"
    };
    private static final String[] GATHERED_INSIDE = {
        "mean(f) AS x, count(i) AS f", "max(f) AS x, sum(i) AS f", "last(f) AS x", "count(f) AS x"
    };
    private static final String[] OUTSIDE = {
        "max(x)",
        "mean(x)",
        "sum(f)",
        "count(*)",
        "first(x)",
        "last(f)",
        "percentile(x, 50)",
        "x",
        "x * 2",
        "f, x",
        "*",
        "difference(x)",
        "difference(f)",
        "integral(f)"
    };

    private final Random random;
    private final LatePoints points;

    RandomInfluxql(Random random, LatePoints points) {
        this.random = random;
        this.points = points;
    }

    /// Another one.
    String next() {
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> rows(some(2, OF_ROWS));
            case 3 -> rows(some(2, CHANGES));
            case 4, 5 -> "SELECT " + gathered() + from() + where(false) + tags(55) + of(FILLS);
            case 6, 7 -> overBins(gathered());
            case 8 -> overBins(of(CHANGES).replace("@", of(GATHERED[2], "max(f)", "count(s)")));
            case 9 -> "SELECT " + of(SELECTORS) + from() + where(false) + tags(45) + tail(30);
            case 10 -> overBins(of(SELECTORS));
            case 11 -> nested();
            default -> shown();
        };
    }

    private String of(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String some(int most, String[] texts) {
        StringJoiner list = new StringJoiner(", ");
        for (int k = random.nextInt(most); k >= 0; k--) {
            list.add(of(texts).replace("@", of(NUMBERS)));
        }
        return list.toString();
    }

    private String gathered() {
        StringJoiner list = new StringJoiner(", ");
        for (int k = random.nextInt(3); k >= 0; k--) {
            list.add(
                    switch (random.nextInt(6)) {
                        case 0 -> of("sum", "mean", "median", "spread") + "(" + of(NUMBERS) + ")";
                        case 1 -> of("count", "mode") + "(" + of(FIELDS) + ")";
                        case 2 -> of("first", "last") + "(" + of(FIELDS) + ")";
                        case 3 -> of("min", "max") + "(" + of(NUMBERS) + ")";
                        case 4 -> "percentile(" + of(NUMBERS) + ", " + of("50", "90", "1") + ")";
                        default -> of(GATHERED);
                    });
        }
        return chance(8) ? "integral(" + of("f", "i") + ")" : list.toString();
    }

    private String from() {
        return " FROM " + of(TABLES);
    }

    private String tags(int percent) {
        return chance(percent) ? " GROUP BY " + of(TAGS) : "";
    }

    private String where(boolean bounded) {
        List<String> parts = new ArrayList<>();
        if (bounded || chance(40)) {
            parts.add("time " + of(">", ">=") + " " + instant());
        }
        if (bounded || chance(30)) {
            parts.add("time " + of("<", "<=") + " " + instant());
        }
        for (int k = random.nextInt(3); k > 0; k--) {
            parts.add(of(CONDITIONS));
        }
        Collections.shuffle(parts, random);
        return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
    }

    private String instant() {
        long nanos = points.nanos(random);
        return chance(30) ? Long.toString(nanos) : "'" + Instant.ofEpochSecond(0, nanos) + "'";
    }

    private String tail(int percent) {
        if (!chance(percent)) {
            return "";
        }
        return (chance(50) ? " ORDER BY time DESC" : "")
                + (chance(60) ? " LIMIT " + (1 + random.nextInt(6)) : "")
                + (chance(20) ? " OFFSET " + random.nextInt(5) : "");
    }

    private String zone() {
        return chance(12) ? " tz('" + of(ZONES) + "')" : "";
    }

    private String rows(String columns) {
        return "SELECT " + columns + from() + where(false) + tags(40) + tail(70) + zone();
    }

    private String bins() {
        String time = "time(" + of(INTERVALS) + ")";
        return " GROUP BY " + (chance(50) ? time : chance(50) ? time + ", host" : "*, " + time);
    }

    private String overBins(String columns) {
        return "SELECT " + columns + from() + where(true) + bins() + of(FILLS) + tail(50) + zone();
    }

    private String nested() {
        String inner =
                chance(60)
                        ? "SELECT " + of(INSIDE) + from() + where(false) + tags(40) + tail(20)
                        : "SELECT " + of(GATHERED_INSIDE) + from() + where(true) + bins();
        boolean binned = chance(25);
        return "SELECT "
                + (binned ? of("mean(x)", "last(f)", "count(x)") : of(OUTSIDE))
                + " FROM ("
                + inner
                + ")"
                + (chance(8) ? ", m2" : "")
                + where(binned)
                + (binned ? bins() + of(FILLS) : tags(40))
                + tail(30);
    }

    private String shown() {
        String what =
                of(
                        "MEASUREMENTS",
                        "TAG KEYS FROM /m/",
                        "TAG VALUES FROM m1 WITH KEY IN (host, region, zone)",
                        "TAG VALUES WITH KEY =~ /./");
        return "SHOW " + what + where(true) + of("", " LIMIT 1", " LIMIT 2 OFFSET 1");
    }
}
