// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.sqlpeer;

import dev.sluice.sqlpeer.SampleTables.Column;
import dev.sluice.sqlpeer.SampleTables.Kind;
import dev.sluice.sqlpeer.SampleTables.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// Expressions over the columns of [SampleTables] that mean the same to both. They fail for no row.
final class RandomExpressions {
    private static final List<String> BINS =
            List.of("1 hour", "6 hours", "1 day", "30 minutes", "10 seconds", "7 hours", "1 week");
    private static final List<String> INTERVALS =
            List.of("1 hour", "90 minutes", "1 day", "30 seconds", "2 days 3 hours", "1 month");
    private static final List<String> UNITS =
            List.of("year", "quarter", "month", "week", "day", "hour", "minute", "second");
    private static final List<String> PARTS =
            List.of("year", "quarter", "month", "week", "day", "hour", "minute", "dow", "doy");
    private static final List<String> COMPARISONS =
            List.of("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM");
    private static final List<String> PATTERNS =
            List.of("^a", "b$", "[A-Z]", "^$", "a|b", "^(a|B)$", "é", "^a.*b$", "\\d");
    private static final List<String> WILDCARDS =
            List.of("a%", "%b", "_", "%a_%", "é%", "", "%", "\\%", "a\\_%", "%B%");

    private static final List<String> REGEXPS =
            List.of("a", "[a-z]", "(a|b)", "^.", ".$", "[^a-z]", "é|ü", "(.)(.)", "\\s", "^a.*b$");
    private static final List<String> SIMILAR =
            List.of("a%", "(a|b)%", "_", "%[0-9]+%", "a_?b", "[[:alpha:]]+", "", "%é%", "a.b|%c");
    private static final List<String> ESCAPED = List.of("!%", "!_%", "a%", "%!!%", "_!__");
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe");

    /// How a time is written here, and there.
    private static final SortedMap<String, String> FORMATS =
            new TreeMap<>(
                    Map.of(
                            "%Y-%m-%d", "YYYY-MM-DD",
                            "%H:%M:%S", "HH24:MI:SS",
                            "%j", "DDD",
                            "%G-%V", "IYYY-IW",
                            "%I %p", "HH12 AM"));

    private final Random random;
    private final LocalDate from;
    private int subqueries;
    private int names;

    /// @param from the first day that has rows
    RandomExpressions(Random random, LocalDate from) {
        this.random = random;
        this.from = from;
    }

    /// A column as it is named where it is asked for.
    record Name(Sql sql, Kind kind, boolean tag) {}

    /// The columns of a table.
    ///
    /// @param alias the table's; empty for columns that stand alone
    static List<Name> names(Table table, String alias) {
        List<Name> result = new ArrayList<>();
        for (Column column : table.columns()) {
            String name = alias.isEmpty() ? column.name() : alias + "." + column.name();
            result.add(new Name(Sql.of(name), column.kind(), column.tag()));
        }
        return result;
    }

    <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    Kind kind() {
        return of(List.of(Kind.values()));
    }

    /// An expression.
    ///
    /// @param depth calls within calls, at most
    Sql of(List<Name> scope, Kind kind, int depth) {
        if (depth <= 0) {
            return leaf(scope, kind);
        }
        if (chance(12)) {
            return choice(scope, kind, depth);
        }
        if (chance(6)) {
            Sql value = of(scope, kind, depth - 1);
            return Sql.of(of(List.of("coalesce", "nullif")) + "(#0, #1)", value, leaf(scope, kind));
        }
        if (chance(4) && kind != Kind.TRUTH) {
            return scalarSubquery(scope, kind);
        }
        return switch (kind) {
            case WHOLE -> whole(scope, depth);
            case FLOAT -> number(scope, depth);
            case TEXT -> text(scope, depth);
            case TRUTH -> truth(scope, depth);
            case TIME -> time(scope, depth);
        };
    }

    /// A column of a kind, or a literal where there is none.
    Sql column(List<Name> scope, Kind kind) {
        List<Name> fitting = scope.stream().filter(name -> name.kind() == kind).toList();
        return fitting.isEmpty() ? literal(kind) : of(fitting).sql();
    }

    private Sql leaf(List<Name> scope, Kind kind) {
        return chance(20) ? literal(kind) : column(scope, kind);
    }

    Sql literal(Kind kind) {
        return switch (kind) {
            case WHOLE -> Sql.of("(" + (random.nextInt(25) - 8) + ")");
            case FLOAT -> {
                double value = (random.nextInt(200) - 60) / 4.0;
                yield Sql.of("(" + value + ")", "(" + value + "::float8)");
            }
            case TEXT -> Sql.text(of(chance(50) ? SampleTables.HOSTS : SampleTables.TEXTS));
            case TRUTH -> Sql.of(of(List.of("true", "false")));
            case TIME -> Sql.of("TIMESTAMP #0", instant());
        };
    }

    /// A text that is an instant.
    Sql instant() {
        int minutes = random.nextInt(3 * 1440 + 120) - 60;
        int seconds = (chance(50) ? minutes / 60 * 60 : minutes) * 60;
        String text = from.atStartOfDay().plusSeconds(seconds).toString();
        String whole = text.length() == 16 ? text + ":00" : text;
        return Sql.text(
                chance(15)
                        ? text.substring(0, 10)
                        : (chance(50) ? whole.replace('T', ' ') : whole)
                                + (chance(25) ? of(List.of(".5", ".25", ".000001")) : ""));
    }

    private Sql choice(List<Name> scope, Kind kind, int depth) {
        if (chance(30)) {
            Kind other = of(List.of(Kind.WHOLE, Kind.TEXT, Kind.TRUTH));
            return Sql.of(
                    "CASE #0 WHEN #1 THEN #2 WHEN #3 THEN #4 ELSE #5 END",
                    of(scope, other, depth - 1),
                    literal(other),
                    of(scope, kind, depth - 1),
                    leaf(scope, other),
                    leaf(scope, kind),
                    leaf(scope, kind));
        }
        return Sql.of(
                "CASE WHEN #0 THEN #1" + of(List.of("", " ELSE #2")) + " END",
                of(scope, Kind.TRUTH, depth - 1),
                of(scope, kind, depth - 1),
                leaf(scope, kind));
    }

    private Sql whole(List<Name> scope, int depth) {
        Sql left = of(scope, Kind.WHOLE, depth - 1);
        Sql right = leaf(scope, Kind.WHOLE);
        return switch (random.nextInt(19)) {
            case 0 -> Sql.of("(#0 + #1)", left, right);
            case 1 -> Sql.of("(#0 - #1)", left, right);
            case 2 -> Sql.of("(#1 * #1 - #0)", left, right);
            case 3 -> Sql.of("(#0 / nullif(#1, 0))", left, right);
            case 4 -> Sql.of("(#0 % nullif(#1, 0))", left, right);
            case 5 ->
                    Sql.of(of(List.of("abs(#0)", "(- #0)", "(#0 & #1)", "(#0 | #1)")), left, right);
            case 6 -> Sql.of("char_length(#0)", of(scope, Kind.TEXT, depth - 1));
            case 7 ->
                    Sql.of(
                            "strpos(#0, #1)",
                            of(scope, Kind.TEXT, depth - 1),
                            leaf(scope, Kind.TEXT));
            case 8 ->
                    Sql.of(
                            "CAST(#0 AS BIGINT)",
                            "CAST(trunc(#0) AS BIGINT)",
                            leaf(scope, Kind.FLOAT));
            case 9 -> {
                String part = of(PARTS);
                yield Sql.of(
                        "date_part('" + part + "', #0)",
                        "extract(" + part + " FROM #0)::bigint",
                        of(scope, Kind.TIME, depth - 1));
            }
            case 10 ->
                    Sql.of(
                            "CAST(#0 AS BIGINT)",
                            "CAST(CAST(#0 AS INT) AS BIGINT)",
                            of(scope, Kind.TRUTH, depth - 1));
            case 11 ->
                    Sql.of(
                            "CASE WHEN #0 ~ '^-?[0-9]{1,9}$' THEN CAST(#0 AS BIGINT) END",
                            column(scope, Kind.TEXT));
            case 13 ->
                    Sql.of(
                            "regexp_count(#0, #1)",
                            of(scope, Kind.TEXT, depth - 1),
                            Sql.text(of(REGEXPS)));
            case 14 -> Sql.of(of(List.of("gcd", "lcm")) + "(#0, #1)", left, right);
            case 15 -> Sql.of("(#0 #2 #1)", left, right, new Sql("^", "#"));
            case 16 ->
                    Sql.of(
                            of(List.of("(#0 << #1)", "(#0 >> #1)")),
                            left,
                            Sql.of(of(List.of("0", "1", "3"))));
            case 17 ->
                    Sql.of(
                            of(List.of("greatest", "least")) + "(#0, #1, #2)",
                            left,
                            right,
                            leaf(scope, Kind.WHOLE));
            case 18 ->
                    Sql.of(
                            "CAST(extract(epoch FROM (#0 - #1)) AS BIGINT)",
                            "trunc(extract(epoch FROM (#0 - #1)))::bigint",
                            of(scope, Kind.TIME, depth - 1),
                            leaf(scope, Kind.TIME));
            default ->
                    Sql.of(
                            of(List.of("octet_length", "ascii")) + "(#0)",
                            of(scope, Kind.TEXT, depth - 1));
        };
    }

    private Sql number(List<Name> scope, int depth) {
        Sql left = of(scope, Kind.FLOAT, depth - 1);
        Sql right = leaf(scope, Kind.FLOAT);
        return switch (random.nextInt(14)) {
            case 0 -> Sql.of("(#0 + #1)", left, right);
            case 1 -> Sql.of("(#0 - #1)", left, right);
            case 2 -> Sql.of("(#1 * #1)", left, right);
            case 3 -> Sql.of("(#1 / 4.0)", "(#1 / 4.0::float8)", left, right);
            case 4 -> Sql.of(of(List.of("abs", "ceil", "floor", "trunc")) + "(#0)", left);
            case 5 -> Sql.of("round(#0)", "round(#0::numeric)::float8", right);
            case 6 ->
                    Sql.of(
                            "CAST(#0 AS DOUBLE)",
                            "CAST(#0 AS float8)",
                            of(scope, Kind.WHOLE, depth - 1));
            case 7 -> Sql.of("(#0 + #1)", of(scope, Kind.WHOLE, depth - 1), right);
            case 9 ->
                    Sql.of(
                            of(List.of("greatest", "least")) + "(#0, #1, #2)",
                            left,
                            right,
                            leaf(scope, Kind.FLOAT));
            case 10 -> {
                int n = random.nextInt(4) - 1;
                yield Sql.of(
                        "round(#0, " + n + ")", "round(#0::numeric, " + n + ")::float8", right);
            }
            case 11 ->
                    Sql.of(
                            of(
                                    List.of(
                                            "sqrt(abs(#0))",
                                            "exp(#0 / 100)",
                                            "ln(abs(#0) + 1)",
                                            "cbrt(#0)",
                                            "sin(#0)",
                                            "power(#0, 2)",
                                            "atan2(#0, #1)")),
                            left,
                            right);
            case 12 ->
                    Sql.of(
                            "CASE WHEN #2 THEN #0 ELSE #1 END",
                            of(scope, Kind.WHOLE, depth - 1),
                            right,
                            of(scope, Kind.TRUTH, depth - 1));
            case 13 -> Sql.of("(#0 * #1)", of(scope, Kind.WHOLE, depth - 1), right);
            default -> Sql.of("signum(#0)", "sign(#0)", left);
        };
    }

    private Sql text(List<Name> scope, int depth) {
        Sql value = of(scope, Kind.TEXT, depth - 1);
        Sql other = leaf(scope, Kind.TEXT);
        Sql place = Sql.of(Integer.toString(random.nextInt(6) - 2));
        Sql length = Sql.of(Integer.toString(random.nextInt(5)));
        Sql letters = Sql.text(of(List.of("a", "ab", "é", " a", "本")));
        return switch (random.nextInt(21)) {
            case 0 -> Sql.of(of(List.of("upper", "lower", "reverse", "btrim")) + "(#0)", value);
            case 1 -> Sql.of("(#0 || #1)", value, other);
            case 2 -> Sql.of("concat(#0, #1)", value, other);
            case 3 -> Sql.of("concat_ws('-', #0, #1, #0)", value, other);
            case 4 -> Sql.of("substr(#0, #1" + of(List.of("", ", #2")) + ")", value, place, length);
            case 5 -> Sql.of(of(List.of("left", "right")) + "(#0, #1)", value, place);
            case 6 -> Sql.of(of(List.of("lpad", "rpad")) + "(#0, #1, #2)", value, length, letters);
            case 7 -> Sql.of("replace(#0, #1, #2)", value, letters, other);
            case 8 -> Sql.of(of(List.of("btrim", "ltrim", "rtrim")) + "(#0, #1)", value, letters);
            case 9 -> Sql.of("split_part(#0, #1, 2)", value, Sql.text(of(List.of(",", " ", "a"))));
            case 10 ->
                    Sql.of(
                            "CAST(#0 AS STRING)",
                            "CAST(#0 AS text)",
                            of(scope, of(List.of(Kind.WHOLE, Kind.TRUTH)), depth - 1));
            case 11 -> Sql.of("repeat(#0, #1)", other, length);
            case 13 ->
                    Sql.of(
                            "regexp_replace(#0, #1, #2"
                                    + of(List.of("", ", 'g'", ", 'i'", ", 'gi'"))
                                    + ")",
                            value,
                            Sql.text(of(REGEXPS)),
                            Sql.text(of(List.of("", "X", "é"))));
            case 14 ->
                    Sql.of(
                            "overlay(#0 PLACING #1 FROM "
                                    + (1 + random.nextInt(4))
                                    + of(List.of("", " FOR 1", " FOR 0", " FOR 3"))
                                    + ")",
                            value,
                            letters);
            case 15 ->
                    Sql.of("split_part(#0, #1, -1)", value, Sql.text(of(List.of(",", " ", "a"))));
            case 16 -> Sql.of("to_hex(#0)", of(scope, Kind.WHOLE, depth - 1));
            case 17 -> Sql.of(of(List.of("greatest", "least")) + "(#0, #1)", value, other);
            case 18 ->
                    Sql.of(
                            of(
                                    List.of(
                                            "md5(#0)",
                                            "initcap(#0)",
                                            "trim(both ' ' from #0)",
                                            "trim(leading 'a' from #0)",
                                            "substring(#0 from 2 for 2)")),
                            value);
            case 19 ->
                    Sql.of(
                            "chr(abs(#0) + 65)",
                            "chr((abs(#0) + 65)::int)",
                            leaf(scope, Kind.WHOLE));
            case 20 -> written(of(scope, Kind.TIME, depth - 1));
            default -> Sql.of("translate(#0, #1, 'x')", value, letters);
        };
    }

    private Sql time(List<Name> scope, int depth) {
        Sql value = of(scope, Kind.TIME, depth - 1);
        Sql zone = Sql.of(of(ZONES));
        return switch (random.nextInt(8)) {
            case 0 ->
                    Sql.of(
                            "(#0 " + of(List.of("+", "-")) + " INTERVAL '" + of(INTERVALS) + "')",
                            value);
            case 1 -> bin(value);
            case 2 -> Sql.of("date_trunc('" + of(UNITS) + "', #0)", value);
            case 4 ->
                    Sql.of(
                            of(List.of("greatest", "least")) + "(#0, #1)",
                            value,
                            leaf(scope, Kind.TIME));
            case 5 ->
                    Sql.of(
                            "to_local_time(tz(#0, '#1'))",
                            "((#0 AT TIME ZONE 'UTC') AT TIME ZONE '#1')",
                            value,
                            zone);
            case 6 ->
                    Sql.of(
                            "to_local_time(tz(#0 AT TIME ZONE '#1', 'UTC'))",
                            "((#0 AT TIME ZONE '#1') AT TIME ZONE 'UTC')",
                            value,
                            zone);
            case 7 -> Sql.of("CAST(CAST(#0 AS DATE) AS TIMESTAMP)", value);
            default -> value;
        };
    }

    private Sql written(Sql instant) {
        Map.Entry<String, String> format = of(List.copyOf(FORMATS.entrySet()));
        return Sql.of(
                "to_char(#0, '" + format.getKey() + "')",
                "to_char(#0, '" + format.getValue() + "')",
                instant);
    }

    /// The start of the bin of time that an instant is in.
    Sql bin(Sql instant) {
        String interval = "INTERVAL '" + of(BINS) + "'";
        // PostgreSQL wants an origin, and cuts towards it.
        String origin = chance(25) ? "2024-01-01 00:15:00" : "1970-01-01";
        return Sql.of(
                "date_bin(" + interval + ", #0, TIMESTAMP '" + origin + "')",
                "date_bin(%1$s, #0, TIMESTAMP '%2$s' - %1$s * 10000)".formatted(interval, origin),
                instant);
    }

    private Sql truth(List<Name> scope, int depth) {
        Kind kind = kind();
        String not = of(List.of("", "NOT "));
        Sql value = of(scope, kind, depth - 1);
        Sql text = of(scope, Kind.TEXT, depth - 1);
        return switch (random.nextInt(18)) {
            case 0, 1, 2 ->
                    Sql.of("(#0 " + of(COMPARISONS) + " #1)", value, of(scope, kind, depth - 1));
            case 3 ->
                    Sql.of(
                            "(#0 " + of(List.of("AND", "OR")) + " #1)",
                            of(scope, Kind.TRUTH, depth - 1),
                            of(scope, Kind.TRUTH, depth - 1));
            case 4 -> Sql.of("(NOT #0)", of(scope, Kind.TRUTH, depth - 1));
            case 5 -> Sql.of("(#0 IS " + not + "NULL)", value);
            case 6 ->
                    Sql.of(
                            "(#0 " + not + of(List.of("LIKE", "ILIKE")) + " #1)",
                            text,
                            Sql.text(of(WILDCARDS)));
            case 7 ->
                    Sql.of(
                            "(#0 " + of(List.of("~", "~*", "!~", "!~*")) + " #1)",
                            text,
                            Sql.text(of(PATTERNS)));
            case 8 ->
                    Sql.of(
                            "(#0 " + not + "BETWEEN #1 AND #2)",
                            value,
                            leaf(scope, kind),
                            leaf(scope, kind));
            case 9 ->
                    Sql.of(
                            "(#0 " + not + "IN (#1, #2" + of(List.of("", ", NULL")) + "))",
                            value,
                            leaf(scope, kind),
                            literal(kind));
            case 10 -> subqueryCondition(scope, depth);
            case 12 -> Sql.of("(#0 " + not + "SIMILAR TO #1)", text, Sql.text(of(SIMILAR)));
            case 13 ->
                    Sql.of(
                            "(#0 " + not + of(List.of("LIKE", "ILIKE")) + " #1 ESCAPE '!')",
                            text,
                            Sql.text(of(ESCAPED)));
            case 14 ->
                    Sql.of(
                            "(#0 IS " + not + of(List.of("TRUE", "FALSE", "UNKNOWN")) + ")",
                            of(scope, Kind.TRUTH, depth - 1));
            case 15 -> Sql.of("starts_with(#0, #1)", text, leaf(scope, Kind.TEXT));
            case 16 ->
                    Sql.of(
                            "regexp_like(#0, #1" + of(List.of("", ", 'i'")) + ")",
                            text,
                            Sql.text(of(REGEXPS)));
            case 17 ->
                    Sql.of(
                            "(#0 " + of(COMPARISONS) + " #1)",
                            of(scope, Kind.WHOLE, depth - 1),
                            of(scope, Kind.FLOAT, depth - 1));
            default -> condition(scope);
        };
    }

    /// What dashboards ask for: a few plain conditions.
    Sql conditions(List<Name> scope) {
        List<Sql> parts = new ArrayList<>();
        for (int k = random.nextInt(4); k > 0; k--) {
            parts.add(condition(scope));
        }
        return parts.isEmpty() ? Sql.of("true") : Sql.joined(" AND ", parts);
    }

    private Sql condition(List<Name> scope) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> tagCondition(scope);
            case 2, 3 -> timeCondition(scope);
            default -> fieldCondition(scope);
        };
    }

    private Sql tagCondition(List<Name> scope) {
        List<Name> tags = scope.stream().filter(Name::tag).toList();
        if (tags.isEmpty()) {
            return column(scope, Kind.TRUTH);
        }
        Sql tag = of(tags).sql();
        List<String> values = tag.ours().endsWith("h") ? SampleTables.HOSTS : SampleTables.REGIONS;
        Sql one = Sql.text(of(values));
        Sql other = Sql.text(of(values));
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> Sql.of("#0 = #1", tag, one);
            case 3 -> Sql.of("#0 IN (#1, #2)", tag, one, other);
            case 4 -> Sql.of("#0 NOT IN (#1, #2)", tag, one, other);
            case 5 -> Sql.of("#0 <> #1", tag, one);
            case 6 -> Sql.of("#0 IS " + of(List.of("", "NOT ")) + "NULL", tag);
            case 7 -> Sql.of("#0 ~ #1", tag, Sql.text(of(PATTERNS)));
            default -> Sql.of("(#0 = #1 OR #0 IS NULL)", tag, one);
        };
    }

    private Sql timeCondition(List<Name> scope) {
        Sql time = column(scope, Kind.TIME);
        return switch (random.nextInt(5)) {
            case 0 -> Sql.of("#0 >= #1", time, instant());
            case 1 -> Sql.of("#0 < #1", time, instant());
            case 2 -> Sql.of("#0 BETWEEN #1 AND #2", time, instant(), instant());
            case 3 ->
                    Sql.of(
                            "(#0 >= #1 AND #0 < TIMESTAMP #1 + INTERVAL '" + of(INTERVALS) + "')",
                            time,
                            instant());
            default -> Sql.of("#0 = #1", time, instant());
        };
    }

    private Sql fieldCondition(List<Name> scope) {
        Kind kind = of(List.of(Kind.WHOLE, Kind.FLOAT, Kind.TEXT, Kind.TRUTH));
        Sql field = column(scope, kind);
        return switch (random.nextInt(3)) {
            case 0 -> Sql.of("#0 IS " + of(List.of("", "NOT ")) + "NULL", field);
            case 1 -> Sql.of("#0 IN (#1, #2)", field, literal(kind), literal(kind));
            default -> Sql.of("#0 " + of(COMPARISONS) + " #1", field, literal(kind));
        };
    }

    /// @param columns of the subquery
    private record Inner(Sql from, List<Name> columns) {}

    private Inner inner() {
        Table table = of(List.of(SampleTables.FIRST, SampleTables.SECOND));
        String alias = "q" + names++;
        return new Inner(Sql.of(table.name() + " " + alias), names(table, alias));
    }

    private Sql related(List<Name> scope, Inner inner) {
        Kind kind = of(List.of(Kind.TEXT, Kind.WHOLE, Kind.TIME));
        return Sql.of(
                "#0 " + of(List.of("=", "=", "<")) + " #1",
                column(inner.columns(), kind),
                column(scope, kind));
    }

    private Sql scalarSubquery(List<Name> scope, Kind kind) {
        if (subqueries > 0) {
            return leaf(scope, kind);
        }
        subqueries++;
        Inner inner = inner();
        Sql where = chance(50) ? related(scope, inner) : conditions(inner.columns());
        subqueries--;
        return Sql.of(
                "(SELECT " + of(List.of("min", "max")) + "(#0) FROM #1 WHERE #2)",
                column(inner.columns(), kind),
                inner.from(),
                where);
    }

    private Sql subqueryCondition(List<Name> scope, int depth) {
        if (subqueries > 0) {
            return condition(scope);
        }
        subqueries++;
        Inner inner = inner();
        Kind kind = of(List.of(Kind.WHOLE, Kind.TEXT, Kind.TIME));
        String not = of(List.of("", "NOT "));
        Sql value = of(scope, kind, depth - 1);
        Sql column = column(inner.columns(), kind);
        Sql where = conditions(inner.columns());
        Sql related = related(scope, inner);
        subqueries--;
        return switch (random.nextInt(3)) {
            case 0 ->
                    Sql.of(
                            "(" + not + "EXISTS (SELECT 1 FROM #0 WHERE #1 AND #2))",
                            inner.from(),
                            related,
                            where);
            case 1 ->
                    Sql.of(
                            "(#0 " + not + "IN (SELECT #1 FROM #2 WHERE #3))",
                            value,
                            column,
                            inner.from(),
                            where);
            default ->
                    Sql.of(
                            "(#0 "
                                    + of(List.of("=", "<", ">="))
                                    + of(List.of(" ANY", " ALL"))
                                    + " (SELECT #1 FROM #2 WHERE #3))",
                            value,
                            column,
                            inner.from(),
                            where);
        };
    }
}
