// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.sqlpeer;

import dev.sluice.sqlpeer.RandomExpressions.Name;
import dev.sluice.sqlpeer.RandomStatements.Source;
import dev.sluice.sqlpeer.RandomStatements.Statement;
import dev.sluice.sqlpeer.SampleTables.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Queries of rarer shapes: frames of windows, sets of keys, LATERAL, RECURSIVE, sets within sets.
/// None compares rows, `(a, b) = (c, d)`: they are structs here, in which NULL equals NULL.
final class RandomShapes {
    private static final List<String> DIRECTIONS =
            List.of("", " ASC", " DESC", " DESC NULLS LAST", " NULLS FIRST", " ASC NULLS LAST");
    private static final List<String> ENDS =
            List.of(
                    "UNBOUNDED PRECEDING",
                    "2 PRECEDING",
                    "1 PRECEDING",
                    "CURRENT ROW",
                    "1 FOLLOWING",
                    "3 FOLLOWING",
                    "UNBOUNDED FOLLOWING");
    private static final List<String> EXCLUSIONS =
            List.of(
                    "",
                    "",
                    "",
                    " EXCLUDE CURRENT ROW",
                    " EXCLUDE GROUP",
                    " EXCLUDE TIES",
                    " EXCLUDE NO OTHERS");
    private static final List<String> SETS_OF_KEYS =
            List.of(
                    "GROUPING SETS ((#2, #3), (#4), ())",
                    "GROUPING SETS ((#2), (#3), (#4))",
                    "GROUPING SETS ((#2, #3, #4), (#3, #4), (#4))",
                    "#2, ROLLUP (#3, #4)",
                    "#2, CUBE (#3, #4)",
                    "ROLLUP (#2, #3, #4)",
                    "ROLLUP ((#2, #3), #4)",
                    "GROUPING SETS (ROLLUP (#2, #3), #4)",
                    "#2, GROUPING SETS ((#3), (#4), ())");
    private static final List<String> OPERATIONS =
            List.of("UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL");
    private static final List<String> JOINS =
            List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    private static final List<String> OF_PAIRS =
            List.of(
                    "corr",
                    "covar_pop",
                    "covar_samp",
                    "regr_slope",
                    "regr_intercept",
                    "regr_r2",
                    "regr_count",
                    "regr_avgx",
                    "regr_sxx",
                    "regr_sxy");
    private static final List<String> PAGES =
            List.of(
                    " LIMIT 5",
                    " LIMIT 3 OFFSET 2",
                    " OFFSET 4",
                    " FETCH FIRST 4 ROWS ONLY",
                    " OFFSET 3 ROWS FETCH NEXT 5 ROWS ONLY");

    private final Random random;
    private final RandomExpressions expressions;
    private final RandomStatements statements;

    RandomShapes(Random random, RandomExpressions expressions, RandomStatements statements) {
        this.random = random;
        this.expressions = expressions;
        this.statements = statements;
    }

    /// Another one.
    Statement next() {
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> frames();
            case 3 -> ranks();
            case 4, 5 -> setsOfKeys();
            case 6 -> lateral();
            case 7 -> recursive();
            case 8 -> setsWithinSets();
            case 9, 10 -> sharedColumns();
            case 11 -> gathered();
            default -> ties();
        };
    }

    private <T> T of(List<T> values) {
        return expressions.of(values);
    }

    private boolean chance(int percent) {
        return expressions.chance(percent);
    }

    private static Sql list(List<Sql> items) {
        return Sql.joined(", ", items);
    }

    private Sql where(Source source) {
        return RandomStatements.where(expressions.conditions(source.columns()));
    }

    private Sql number(Source source) {
        return expressions.of(source.columns(), of(List.of(Kind.WHOLE, Kind.FLOAT)), 1);
    }

    private Sql partition(Source source) {
        return chance(35) ? Sql.of("") : Sql.of("PARTITION BY #0 ", of(source.columns()).sql());
    }

    private String frame(List<String> units) {
        int from = random.nextInt(ENDS.size() - 1);
        int to = Math.max(Math.max(from, 1), random.nextInt(ENDS.size()));
        return " "
                + of(units)
                + " BETWEEN "
                + ENDS.get(from)
                + " AND "
                + ENDS.get(to)
                + of(EXCLUSIONS);
    }

    private Sql framed(Source source) {
        Sql partition = partition(source);
        if (chance(40)) {
            // Rows are counted: no two are equal.
            Kind kind = of(List.of(Kind.WHOLE, Kind.TEXT, Kind.TIME));
            String call = of(List.of("first_value(#0)", "last_value(#0)", "nth_value(#0, 2)"));
            return Sql.of(
                    call
                            + " OVER (#1ORDER BY "
                            + source.point(of(List.of("", " DESC")))
                            + frame(List.of("ROWS", "GROUPS"))
                            + ")",
                    expressions.of(source.columns(), kind, 1),
                    partition);
        }
        String call = of(List.of("sum(#0)", "count(#0)", "min(#0)", "max(#0)", "count(*)"));
        return Sql.of(
                call
                        + (chance(25) ? " FILTER (WHERE #3)" : "")
                        + " OVER (#1ORDER BY #2"
                        + of(DIRECTIONS)
                        + frame(List.of("GROUPS", "RANGE"))
                        + ")",
                number(source),
                partition,
                expressions.column(source.columns(), of(List.of(Kind.WHOLE, Kind.FLOAT))),
                expressions.of(source.columns(), Kind.TRUTH, 1));
    }

    private Statement frames() {
        Source source = statements.source("a");
        List<Sql> items = new ArrayList<>(List.of(of(source.columns()).sql(), framed(source)));
        if (chance(50)) {
            items.add(framed(source));
        }
        return new Statement(
                Sql.of("SELECT #0 FROM #1#2", list(items), source.from(), where(source)), false);
    }

    private Statement ranks() {
        Source source = statements.source("a");
        String point = source.point(of(List.of("", " DESC")));
        Kind kind = of(List.of(Kind.WHOLE, Kind.TEXT, Kind.FLOAT, Kind.TIME));
        String item =
                switch (random.nextInt(4)) {
                    case 0 ->
                            of(List.of("percent_rank()", "cume_dist()", "dense_rank()"))
                                    + " OVER w";
                    case 1 ->
                            "ntile("
                                    + (1 + random.nextInt(5))
                                    + ") OVER (#0ORDER BY "
                                    + point
                                    + ")";
                    default ->
                            of(List.of("lag", "lead"))
                                    + "(#1, "
                                    + random.nextInt(4)
                                    + ", #2) OVER (#0ORDER BY "
                                    + point
                                    + ")";
                };
        return new Statement(
                Sql.of(
                        "SELECT #3, rank() OVER w AS r, "
                                + item
                                + " FROM #4#5 WINDOW w AS (#6ORDER BY #7"
                                + of(DIRECTIONS)
                                + ")",
                        partition(source),
                        expressions.of(source.columns(), kind, 1),
                        expressions.literal(kind),
                        of(source.columns()).sql(),
                        source.from(),
                        where(source),
                        partition(source),
                        expressions.of(source.columns(), expressions.kind(), 1)),
                false);
    }

    private Statement setsOfKeys() {
        Source source = statements.source("a");
        List<Sql> keys = new ArrayList<>();
        keys.add(Sql.of("a.h"));
        keys.add(Sql.of(of(List.of("a.b", "a." + source.table().tag()))));
        keys.add(chance(30) ? Sql.of("a.i") : expressions.bin(Sql.of("a.time")));
        Collections.shuffle(keys, random);
        List<Sql> items = new ArrayList<>(keys);
        items.add(Sql.of("grouping(#0)", of(keys)));
        for (int k = random.nextInt(3); k >= 0; k--) {
            items.add(statements.aggregate(source.columns(), random.nextInt(2), true));
        }
        return new Statement(
                Sql.of(
                        "SELECT #0 FROM #1 GROUP BY "
                                + of(SETS_OF_KEYS)
                                + of(
                                        List.of(
                                                "",
                                                " HAVING count(*) > 1",
                                                " HAVING grouping(#2) = 0")),
                        list(items),
                        source.from(),
                        keys.get(0),
                        keys.get(1),
                        keys.get(2)),
                false);
    }

    private Statement lateral() {
        Source left = statements.source("a");
        Source right = statements.source("b");
        Sql related =
                Sql.of(
                        of(List.of("b.h = a.h", "b.time < a.time", "b.i = a.i"))
                                + of(List.of("", " AND b.time <= a.time")));
        Sql inner =
                chance(50)
                        ? Sql.of(
                                "SELECT count(*) AS x, max(b.s) AS y FROM #0 WHERE #1 AND #2",
                                right.from(),
                                related,
                                expressions.conditions(right.columns()))
                        : Sql.of(
                                "SELECT b.i AS x, b.s AS y FROM #0 WHERE #1 AND #2 ORDER BY "
                                        + right.point(" DESC")
                                        + " LIMIT 2",
                                right.from(),
                                related,
                                expressions.conditions(right.columns()));
        List<Name> both = new ArrayList<>(left.columns());
        both.add(new Name(Sql.of("q.x"), Kind.WHOLE, false));
        both.add(new Name(Sql.of("q.y"), Kind.TEXT, false));
        String join = of(List.of("CROSS JOIN LATERAL (#3) q", "LEFT JOIN LATERAL (#3) q ON true"));
        return new Statement(
                Sql.of(
                        "SELECT #0, q.x, q.y FROM #1 " + join + "#2",
                        expressions.of(both, expressions.kind(), 1),
                        left.from(),
                        where(left),
                        inner),
                false);
    }

    private Statement recursive() {
        Source source = statements.source("a");
        int most = 2 + random.nextInt(5);
        String query =
                of(
                        List.of(
                                "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < "
                                        + most
                                        + ") SELECT r.n, count(#2) FROM r LEFT JOIN #0 ON a.i = r.n GROUP BY 1",
                                "WITH RECURSIVE r AS (SELECT min(a.i) AS n FROM #0 UNION ALL SELECT"
                                        + " (SELECT min(a.i) FROM #0 WHERE a.i > r.n) FROM r"
                                        + " WHERE r.n IS NOT NULL) SELECT n FROM r",
                                "WITH RECURSIVE r AS (SELECT a.i AS n, 0 AS d FROM #0#1 UNION SELECT n / 2,"
                                        + " d + 1 FROM r WHERE n > 1 AND d < "
                                        + most
                                        + ") SELECT n, d, count(*) FROM r GROUP BY 1, 2"));
        return new Statement(
                Sql.of(query, source.from(), where(source), of(source.columns()).sql()), false);
    }

    private Sql two(Kind kind, Kind other) {
        Source source = statements.source("a");
        return Sql.of(
                "SELECT #0, #1 FROM #2#3",
                expressions.of(source.columns(), kind, 1),
                expressions.of(source.columns(), other, 1),
                source.from(),
                where(source));
    }

    /// Of whole numbers and others.
    private Statement setsWithinSets() {
        Kind other = expressions.kind();
        String one = " " + of(OPERATIONS) + " ";
        String two = " " + of(OPERATIONS) + " ";
        List<String> shapes =
                List.of(
                        "#0" + one + "#1" + two + "#2",
                        "(#0" + one + "#1)" + two + "#2",
                        "#0" + one + "(#1" + two + "#2)");
        return new Statement(
                Sql.of(
                        "SELECT * FROM (" + of(shapes) + ") AS q",
                        two(Kind.WHOLE, other),
                        two(Kind.FLOAT, other),
                        two(Kind.WHOLE, other)),
                false);
    }

    /// USING and NATURAL.
    private Statement sharedColumns() {
        Source left = statements.source("a");
        Source right = statements.source("b");
        String join = of(JOINS);
        if (chance(30)) {
            return new Statement(
                    Sql.of(
                            "SELECT time, h, i, s, a.b, b.i FROM (SELECT time, h, i, b FROM %s) a NATURAL %s (SELECT time, h, i, s FROM %s) b"
                                    .formatted(left.table().name(), join, right.table().name())),
                    false);
        }
        String shared = of(List.of("time", "time, h", "h, time", "i, h", "time, h, i", "s, b"));
        boolean gathers = chance(30);
        return new Statement(
                Sql.of(
                        "SELECT "
                                + shared
                                + (gathers ? ", count(*), min(a.i), max(b.s)" : ", #2, #3")
                                + " FROM #0 "
                                + join
                                + " #1 USING ("
                                + shared
                                + ")"
                                + of(List.of("", " WHERE a.i > 1", " WHERE b.h IS NULL"))
                                + (gathers ? " GROUP BY " + shared : ""),
                        left.from(),
                        right.from(),
                        of(left.columns()).sql(),
                        of(right.columns()).sql()),
                false);
    }

    /// Aggregates of values in an order, of different ones, and of pairs.
    private Statement gathered() {
        Source source = statements.source("a");
        String call =
                of(
                        List.of(
                                "string_agg(#1, ',' ORDER BY " + source.point(" DESC") + ")",
                                "string_agg(DISTINCT #2, '--' ORDER BY #2)",
                                "array_to_string(array_agg(#3 ORDER BY "
                                        + source.point("")
                                        + "), ',', '*')",
                                "sum(DISTINCT #4)",
                                of(List.of("bit_and", "bit_or", "bit_xor")) + "(#5)",
                                of(OF_PAIRS) + "(#6, #7)"));
        boolean filtered = !call.startsWith("array") && chance(40);
        return new Statement(
                Sql.of(
                        "SELECT #0, "
                                + call
                                + (filtered ? " FILTER (WHERE a.i > 2)" : "")
                                + " FROM #8#9 GROUP BY #0",
                        statements.key(source),
                        expressions.of(source.columns(), Kind.TEXT, 1),
                        expressions.column(source.columns(), Kind.TEXT),
                        expressions.of(source.columns(), Kind.WHOLE, 1),
                        number(source),
                        expressions.column(source.columns(), Kind.WHOLE),
                        expressions.column(source.columns(), Kind.FLOAT),
                        Sql.of("CAST(a.i AS DOUBLE)", "CAST(a.i AS float8)"),
                        source.from(),
                        where(source)),
                false);
    }

    /// A page of rows of which many are equal: what is shown is what they are ordered by.
    private Statement ties() {
        Source source = statements.source("a");
        boolean named = chance(50);
        return new Statement(
                Sql.of(
                        "SELECT "
                                + of(List.of("", "DISTINCT "))
                                + "#0 AS x, #1 AS y FROM #2#3 ORDER BY "
                                + (named ? "y" : "2")
                                + of(DIRECTIONS)
                                + ", "
                                + (named ? "x" : "1")
                                + of(DIRECTIONS)
                                + of(PAGES),
                        expressions.of(source.columns(), expressions.kind(), 1),
                        of(source.columns()).sql(),
                        source.from(),
                        where(source)),
                true);
    }
}
