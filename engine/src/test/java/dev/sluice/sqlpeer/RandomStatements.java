// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.sqlpeer;

import dev.sluice.sqlpeer.RandomExpressions.Name;
import dev.sluice.sqlpeer.SampleTables.Kind;
import dev.sluice.sqlpeer.SampleTables.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Queries over [SampleTables] that mean the same to both.
public final class RandomStatements {
    private static final List<String> FRAMES =
            List.of(
                    "",
                    "",
                    " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
                    " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
                    " ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING",
                    " ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING");
    private static final List<String> DIRECTIONS =
            List.of("", " ASC", " DESC", " DESC NULLS LAST", " NULLS FIRST");

    private final Random random;
    private final RandomExpressions expressions;
    private final RandomShapes shapes;

    /// @param random decides everything
    /// @param from the first day that has rows
    public RandomStatements(Random random, LocalDate from) {
        this.random = random;
        this.expressions = new RandomExpressions(random, from);
        this.shapes = new RandomShapes(random, expressions, this);
    }

    /// A query.
    ///
    /// @param ordered whether its rows come in one order alone
    public record Statement(Sql sql, boolean ordered) {}

    /// What a query reads.
    ///
    /// @param alias the name that its columns are called by; empty where they stand alone
    record Source(Table table, String alias, List<Name> columns) {
        Sql from() {
            return Sql.of(table.name() + (alias.isEmpty() ? "" : " " + alias));
        }

        /// What no two rows share.
        String point(String direction) {
            String before = alias.isEmpty() ? "" : alias + ".";
            return "%1$stime%2$s, %1$sh, %1$s%3$s".formatted(before, direction, table.tag());
        }
    }

    /// Another one.
    public Statement next() {
        return switch (random.nextInt(19)) {
            case 0, 1 -> rows();
            case 2, 3 -> groups(false);
            case 4 -> groups(true);
            case 5, 6 -> newestBins();
            case 7 -> firstOfEach();
            case 8, 9 -> expressions();
            case 10, 11 -> joins();
            case 12 -> windows();
            case 13 -> windowsOfGroups();
            case 14 -> sets();
            case 15, 16, 17 -> shapes.next();
            default -> nested();
        };
    }

    private <T> T of(List<T> values) {
        return expressions.of(values);
    }

    private boolean chance(int percent) {
        return expressions.chance(percent);
    }

    Source source(String alias) {
        Table table = of(List.of(SampleTables.FIRST, SampleTables.FIRST, SampleTables.SECOND));
        return new Source(table, alias, RandomExpressions.names(table, alias));
    }

    static Sql where(Sql condition) {
        return condition.ours().equals("true") ? Sql.of("") : Sql.of(" WHERE #0", condition);
    }

    private Sql list(List<Sql> items) {
        return Sql.joined(", ", items);
    }

    private List<Sql> some(int most, IntFunction<Sql> item) {
        return IntStream.rangeClosed(0, random.nextInt(most)).mapToObj(item).toList();
    }

    private String limit() {
        return of(
                List.of("", " LIMIT 1", " LIMIT 3", " LIMIT 20", " LIMIT 7 OFFSET 3", " LIMIT 0"));
    }

    /// The end of a statement: no order, or that of all its columns, perhaps with a limit.
    private Statement ended(Sql statement, int columns) {
        if (chance(50)) {
            return new Statement(statement, false);
        }
        List<Integer> places =
                IntStream.rangeClosed(1, columns).boxed().collect(Collectors.toList());
        Collections.shuffle(places, random);
        String order =
                places.stream()
                        .map(place -> place + of(DIRECTIONS))
                        .collect(Collectors.joining(", "));
        return new Statement(Sql.of("#0 ORDER BY " + order + limit(), statement), true);
    }

    /// Plain rows, as one looks at them.
    private Statement rows() {
        Source source = source(of(List.of("", "a")));
        List<Sql> items = new ArrayList<>(source.columns().stream().map(Name::sql).toList());
        Collections.shuffle(items, random);
        Sql query =
                Sql.of(
                        "SELECT #0 FROM #1#2",
                        list(items.subList(0, 1 + random.nextInt(items.size()))),
                        source.from(),
                        where(expressions.conditions(source.columns())));
        return chance(30)
                ? new Statement(query, false)
                : new Statement(
                        Sql.of(
                                "#0 ORDER BY " + source.point(of(List.of("", " DESC"))) + limit(),
                                query),
                        true);
    }

    /// @param exact whether all give a value that is not rounded
    Sql aggregate(List<Name> scope, int depth, boolean exact) {
        Sql value = expressions.of(scope, of(List.of(Kind.WHOLE, Kind.FLOAT)), depth);
        Kind kind = of(List.of(Kind.WHOLE, Kind.FLOAT, Kind.TEXT, Kind.TIME));
        Sql any = expressions.of(scope, kind, depth);
        Sql truth = expressions.of(scope, Kind.TRUTH, depth);
        Sql text = expressions.of(scope, Kind.TEXT, depth);
        Sql call =
                switch (random.nextInt(exact ? 9 : 12)) {
                    case 0 -> Sql.of("count(*)");
                    case 1 -> Sql.of("count(" + of(List.of("", "DISTINCT ")) + "#0)", any);
                    case 2 -> Sql.of("sum(#0)", value);
                    case 3, 4 -> Sql.of(of(List.of("min", "max")) + "(#0)", any);
                    case 5 -> Sql.of(of(List.of("bool_and", "bool_or")) + "(#0)", truth);
                    case 6 -> Sql.of("string_agg(#0, ',' ORDER BY #0)", text);
                    case 7 -> Sql.of("sum(CASE WHEN #0 THEN 1 ELSE 0 END)", truth);
                    case 8 -> Sql.of("max(#0)", "bool_or(#0)", truth);
                    case 9 ->
                            Sql.of(
                                    "median(#0)",
                                    "percentile_cont(0.5) WITHIN GROUP (ORDER BY #0)",
                                    expressions.column(scope, Kind.FLOAT));
                    case 10 ->
                            Sql.of(of(List.of("stddev", "var_pop", "stddev_pop")) + "(#0)", value);
                    default -> Sql.of("avg(#0)", value);
                };
        return chance(20) ? Sql.of("#0 FILTER (WHERE #1)", call, truth) : call;
    }

    Sql key(Source source) {
        return switch (random.nextInt(5)) {
            case 0 -> expressions.bin(expressions.column(source.columns(), Kind.TIME));
            case 1 -> Sql.of("#0 IS NULL", expressions.column(source.columns(), Kind.TEXT));
            case 2 -> Sql.of("upper(#0)", expressions.column(source.columns(), Kind.TEXT));
            default -> of(source.columns()).sql();
        };
    }

    /// What is gathered by keys, or of all rows.
    ///
    /// @param sets whether subtotals are gathered, too
    private Statement groups(boolean sets) {
        Source source = source("a");
        List<Sql> keys = some(3, _ -> key(source)).stream().distinct().toList();
        if (!sets && chance(15)) {
            keys = List.of();
        }
        int depth = random.nextInt(2);
        boolean exact = chance(70);
        List<Sql> items = new ArrayList<>(keys);
        items.addAll(some(3, _ -> aggregate(source.columns(), depth, exact)));
        String group =
                keys.isEmpty()
                        ? ""
                        : " GROUP BY " + (sets ? of(List.of("ROLLUP (#3)", "CUBE (#3)")) : "#3");
        Sql query =
                Sql.of(
                        "SELECT #0 FROM #1#2" + group + of(List.of("", " HAVING count(*) > 2")),
                        list(items),
                        source.from(),
                        // PostgreSQL takes a key that a condition makes constant out of subtotals.
                        where(sets ? Sql.of("true") : expressions.conditions(source.columns())),
                        list(keys));
        return exact ? ended(query, items.size()) : new Statement(query, false);
    }

    /// The newest stretches of time, as dashboards ask for them.
    private Statement newestBins() {
        Source source = source(of(List.of("", "a")));
        Sql bin = expressions.bin(source.columns().getFirst().sql());
        return new Statement(
                Sql.of(
                        "SELECT #0 AS bin, #1 FROM #2#3 GROUP BY "
                                + of(List.of("1", "bin", "#0"))
                                + " ORDER BY "
                                + of(List.of("1", "bin"))
                                + of(List.of(" DESC", " DESC", ""))
                                + limit(),
                        bin,
                        list(some(3, _ -> aggregate(source.columns(), 0, false))),
                        source.from(),
                        where(expressions.conditions(source.columns()))),
                true);
    }

    /// The first or last row of each.
    private Statement firstOfEach() {
        Source source = source("a");
        String tag = "a." + source.table().tag();
        String direction = of(List.of("", " DESC"));
        List<Sql> items = Sql.with(some(3, _ -> of(source.columns()).sql()), Sql.of("a.time"));
        Sql condition = where(expressions.conditions(source.columns()));
        String keys = of(List.of("a.h", "a.h, " + tag));
        if (chance(50)) {
            return new Statement(
                    Sql.of(
                            "SELECT DISTINCT ON (%1$s) #0 FROM #1#2 ORDER BY a.h, %2$s"
                                    .formatted(
                                            keys,
                                            keys.contains(tag)
                                                    ? tag + ", a.time" + direction
                                                    : "a.time" + direction + ", " + tag),
                            list(items),
                            source.from(),
                            condition),
                    true);
        }
        String number =
                "row_number() OVER (PARTITION BY %s ORDER BY %s)"
                        .formatted(keys, source.point(direction));
        String bound = of(List.of("= 1", "<= 3", "BETWEEN 2 AND 3"));
        return new Statement(
                Sql.of(
                        "SELECT #0 FROM #1#2 QUALIFY " + number + " " + bound,
                        "SELECT #0 FROM (SELECT a.*, "
                                + number
                                + " AS number FROM #1#2) a WHERE number "
                                + bound,
                        list(items),
                        source.from(),
                        condition),
                false);
    }

    private Statement expressions() {
        Source source = source("a");
        List<Sql> items = some(4, _ -> expressions.of(source.columns(), expressions.kind(), 2));
        Sql condition =
                chance(50)
                        ? expressions.of(source.columns(), Kind.TRUTH, 2)
                        : expressions.conditions(source.columns());
        return ended(
                Sql.of(
                        "SELECT " + of(List.of("", "DISTINCT ")) + "#0 FROM #1#2",
                        list(items),
                        source.from(),
                        where(condition)),
                items.size());
    }

    private Statement joins() {
        Source left = source("a");
        Source right = source("b");
        List<Name> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        boolean full = chance(20);
        // PostgreSQL joins both sides in full by equal columns alone.
        Sql on =
                full || chance(50)
                        ? Sql.of("a.time = b.time AND a.h = b.h")
                        : Sql.of("a.time = b.time AND #0", expressions.of(both, Kind.TRUTH, 1));
        if (chance(15)) {
            boolean anti = chance(50);
            List<Sql> items = some(3, _ -> expressions.of(left.columns(), expressions.kind(), 1));
            return ended(
                    Sql.of(
                            "SELECT #0 FROM #1 LEFT " + (anti ? "ANTI" : "SEMI") + " JOIN #2 ON #3",
                            "SELECT #0 FROM #1 WHERE "
                                    + (anti ? "NOT " : "")
                                    + "EXISTS (SELECT 1 FROM #2 WHERE #3)",
                            list(items),
                            left.from(),
                            right.from(),
                            on),
                    items.size());
        }
        String kind = full ? "FULL JOIN" : of(List.of("JOIN", "LEFT JOIN", "RIGHT JOIN"));
        List<Sql> items = some(4, _ -> expressions.of(both, expressions.kind(), 1));
        return ended(
                Sql.of(
                        "SELECT #0 FROM #1 " + kind + " #2 ON #3#4",
                        list(items),
                        left.from(),
                        right.from(),
                        on,
                        where(chance(50) ? Sql.of("true") : expressions.conditions(both))),
                items.size());
    }

    private Sql window(Source source) {
        String point = source.point(of(List.of("", " DESC")));
        Sql partition =
                chance(30)
                        ? Sql.of("")
                        : Sql.of(
                                "PARTITION BY #0 ",
                                expressions.of(
                                        source.columns(), expressions.kind(), random.nextInt(3)));
        Kind kind = of(List.of(Kind.WHOLE, Kind.FLOAT, Kind.TEXT, Kind.TIME));
        Sql any = expressions.of(source.columns(), kind, random.nextInt(3));
        Sql number = expressions.of(source.columns(), Kind.WHOLE, 1);
        String over = ") OVER (#0ORDER BY " + point + of(FRAMES) + ")";
        return switch (random.nextInt(6)) {
            case 0 -> Sql.of("row_number() OVER (#0ORDER BY " + point + ")", partition);
            case 1 ->
                    Sql.of(
                            of(List.of("rank", "dense_rank"))
                                    + "() OVER (#0ORDER BY #1"
                                    + of(DIRECTIONS)
                                    + ")",
                            partition,
                            any);
            case 2 ->
                    Sql.of(
                            of(List.of("lag(#1", "lead(#1, 2"))
                                    + ") OVER (#0ORDER BY "
                                    + point
                                    + ")",
                            partition,
                            any);
            case 3 ->
                    Sql.of(
                            of(List.of("first_value(#1", "last_value(#1", "nth_value(#1, 2"))
                                    + over,
                            partition,
                            any);
            case 4 -> Sql.of(of(List.of("sum", "min", "count")) + "(#1" + over, partition, number);
            default ->
                    Sql.of(
                            "sum(#1) OVER (#0ORDER BY a.time RANGE BETWEEN INTERVAL '3 hours'"
                                    + " PRECEDING AND CURRENT ROW)",
                            partition,
                            number);
        };
    }

    private Statement windows() {
        Source source = source("a");
        List<Sql> items = Sql.with(some(3, _ -> window(source)), of(source.columns()).sql());
        return ended(
                Sql.of(
                        "SELECT #0 FROM #1#2",
                        list(items),
                        source.from(),
                        where(expressions.conditions(source.columns()))),
                items.size());
    }

    private Statement windowsOfGroups() {
        Source source = source("a");
        Sql key = key(source);
        Sql aggregate = aggregate(source.columns(), 1, true);
        Sql partition = of(List.of(Sql.of(""), Sql.of("PARTITION BY substr(max(a.h), 1, 1) ")));
        return ended(
                Sql.of(
                        "SELECT #0 AS k, rank() OVER (#1ORDER BY #2, substr(min(a.s), 1, 1)) AS r,"
                                + " sum(count(*)) OVER (#1) AS n FROM #3#4 GROUP BY "
                                + of(List.of("1", "k", "#0")),
                        key,
                        partition,
                        aggregate,
                        source.from(),
                        where(expressions.conditions(source.columns()))),
                3);
    }

    private Sql query(List<Kind> kinds) {
        Source source = source("a");
        return Sql.of(
                "SELECT #0 FROM #1#2",
                list(
                        kinds.stream()
                                .map(kind -> expressions.of(source.columns(), kind, 1))
                                .toList()),
                source.from(),
                where(expressions.conditions(source.columns())));
    }

    private Statement sets() {
        List<Kind> kinds =
                IntStream.rangeClosed(0, random.nextInt(2))
                        .mapToObj(_ -> expressions.kind())
                        .toList();
        String operation = of(List.of("UNION", "UNION ALL", "INTERSECT", "EXCEPT", "EXCEPT ALL"));
        return ended(Sql.of("#0 " + operation + " #1", query(kinds), query(kinds)), kinds.size());
    }

    /// A query over one that has a name, or stands in the place of a table.
    private Statement nested() {
        List<Name> columns =
                List.of(
                        new Name(Sql.of("w.c0"), Kind.WHOLE, false),
                        new Name(Sql.of("w.c1"), Kind.TEXT, false),
                        new Name(Sql.of("w.c2"), Kind.TIME, false));
        Source source = source("a");
        Sql inner =
                chance(50)
                        ? Sql.of(
                                "SELECT count(*) AS c0, a.h AS c1, #0 AS c2 FROM #1#2 GROUP BY 2, 3",
                                expressions.bin(Sql.of("a.time")),
                                source.from(),
                                where(expressions.conditions(source.columns())))
                        : Sql.of(
                                "SELECT a.i AS c0, a.h AS c1, a.time AS c2 FROM #0#1 ORDER BY "
                                        + source.point(of(List.of("", " DESC")))
                                        + limit(),
                                source.from(),
                                where(expressions.conditions(source.columns())));
        boolean named = chance(50);
        boolean gathered = chance(50);
        List<Sql> items =
                gathered
                        ? some(3, _ -> aggregate(columns, 0, true))
                        : some(
                                3,
                                _ -> expressions.of(columns, of(List.of(Kind.TEXT, Kind.TIME)), 1));
        return ended(
                Sql.of(
                        (named ? "WITH w AS (#0) SELECT #1 FROM w" : "SELECT #1 FROM (#0) AS w")
                                + "#2",
                        inner,
                        list(items),
                        where(expressions.conditions(columns))),
                items.size());
    }
}
