// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.differential;

import static java.util.stream.Collectors.toSet;

import dev.sluice.differential.Rule.Asking;
import dev.sluice.differential.Rule.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where answers may differ from those of InfluxDB 1.x, and why. Whatever these rules do not
/// explain is a fault.
public final class IntendedDifferences {
    private static final double ULPS = 1e-12;

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern PAGE = Pattern.compile(" LIMIT (\\d+)(?: OFFSET (\\d+))?");
    private static final Pattern WINDOW =
            Pattern.compile(
                    "(?:difference|cumulative_sum|moving_average|derivative|elapsed|integral)\\(");
    private static final Pattern FILLS = Pattern.compile("fill\\((?:previous|linear|-?[\\d.]+)\\)");
    private static final Pattern FILL_NUMBER = Pattern.compile("fill\\(-?[\\d.]+\\)");
    private static final Pattern COMPUTED =
            Pattern.compile("(?:\\) [-+*/] )|(?:abs|round)\\((?:mean|sum|max)");
    private static final Pattern TWICE =
            Pattern.compile(
                    "\\b((?:max|min|first|last)\\(\\w+\\)|percentile\\(\\w+, \\d+\\)).*, \\1");
    private static final Pattern ONE_PERCENTILE =
            Pattern.compile("SELECT percentile\\(\\w+, \\d+\\)(?:, \\w+)* FROM");
    private static final String DESCENDING = " ORDER BY time DESC";

    private static final String ESCAPES = "escapes in JSON";
    private static final Pattern NEGATIVE_ZERO = Pattern.compile("([,\\[])-0(?=[,\\]])");

    /// In the order in which they are tried.
    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "words of errors",
                            "errors have the words of data.md 3.3 and 6.6",
                            _ -> true,
                            (_, pair, _) ->
                                    pair.ours().failed() && pair.theirs().failed()
                                            ? new Pair(failure(), failure())
                                            : pair),
                    new Rule(
                            ESCAPES,
                            "1.x writes <, > and & as for HTML; both are the same JSON",
                            _ -> false,
                            (_, pair, _) -> pair),
                    new Rule(
                            "series go up",
                            "DESC turns rows round, not series (data.md 6.9)",
                            query -> query.contains(DESCENDING),
                            (_, pair, _) -> theirs(pair, Answer::sortedSeries)),
                    new Rule(
                            "windows and fills go up",
                            "with DESC 1.x computes differences, sums and fills backwards in time",
                            query ->
                                    query.contains(DESCENDING)
                                            && (WINDOW.matcher(query).find()
                                                    || FILLS.matcher(query).find()),
                            IntendedDifferences::ascending),
                    new Rule(
                            "pages of rows",
                            "LIMIT counts rows of the answer; 1.x counts those of each call",
                            query -> PAGE.matcher(query).find() && query.contains("("),
                            IntendedDifferences::paged),
                    new Rule(
                            "negative zero",
                            "-0.0 prints 0 (data.md 3.4)",
                            _ -> true,
                            (_, pair, _) -> theirs(pair, IntendedDifferences::withoutNegativeZero)),
                    new Rule(
                            "absolute whole numbers",
                            "abs() of 1.x leaves whole numbers negative",
                            query -> query.contains("abs(i"),
                            (_, pair, _) -> without(pair, starts("abs", "sqrt"))),
                    columns(
                            "candidates of mode",
                            "of values as frequent the earliest (data.md 6.5); 1.x takes any",
                            "mode("),
                    new Rule(
                            "percentiles of few",
                            "a percentile that no value reaches is nothing (data.md 6.5); 1.x loses"
                                    + " the bins after it",
                            query -> query.contains("percentile(f, 40)"),
                            (_, pair, _) ->
                                    pair.theirs().series().isEmpty()
                                            ? new Pair(pair.theirs(), pair.theirs())
                                            : pair),
                    new Rule(
                            "candidates of percentile",
                            "of rows with the value the earliest; 1.x takes any",
                            query -> ONE_PERCENTILE.matcher(query).lookingAt(),
                            (_, pair, _) -> without(pair, name -> !name.startsWith("percentile"))),
                    new Rule(
                            "time of an area",
                            "integral without bins has the time of other aggregates, and series"
                                    + " their order",
                            query -> query.contains("integral("),
                            (query, pair, _) -> area(query, pair)),
                    new Rule(
                            "areas of whole numbers",
                            "1.x cuts at the end of a bin with a whole number, and has no area of a"
                                    + " point at the very start of a range",
                            query -> query.contains("integral(i"),
                            (query, pair, _) ->
                                    query.contains("GROUP BY time")
                                            ? without(pair, starts("integral"))
                                            : withoutPoints(pair)),
                    new Rule(
                            "fill after arithmetic",
                            "fill is applied to results (data.md 6.8); 1.x computes with it",
                            query -> COMPUTED.matcher(query).find() && FILLS.matcher(query).find(),
                            (_, pair, _) ->
                                    without(
                                            pair,
                                            starts(
                                                    "mean",
                                                    "sum_count",
                                                    "max_min",
                                                    "abs",
                                                    "round"))),
                    new Rule(
                            "deviation of one",
                            "a deviation of one value is nothing, which fill fills",
                            query -> query.contains("stddev(") && FILLS.matcher(query).find(),
                            (_, pair, _) -> without(pair, starts("stddev"))),
                    new Rule(
                            "counts beside others",
                            "where other columns have data a count is 0 (data.md 6.8), and a line is"
                                    + " drawn from there",
                            query -> query.contains("count("),
                            (query, pair, _) -> zeroCounts(query, pair)),
                    new Rule(
                            "types that do not fit",
                            "what a function does not take is nothing (data.md 6.4, 6.5); 1.x fails",
                            query ->
                                    query.matches(
                                            "SELECT (?:(?:mean|sum|max)\\([sb]\\)|f \\+ s) .*"),
                            (_, pair, _) ->
                                    pair.theirs().failed() && onlyNulls(pair.ours())
                                            ? new Pair(failure(), failure())
                                            : pair),
                    new Rule(
                            "more is read",
                            "products of durations and bare truth in conditions (data.md 6.3)",
                            query -> query.contains(" 2 * 10s") || query.contains("WHERE b LIMIT"),
                            (_, pair, _) ->
                                    pair.theirs().failed() && !pair.ours().failed()
                                            ? new Pair(failure(), failure())
                                            : pair),
                    new Rule(
                            "bins without length",
                            "a duration must be positive (data.md 6.6)",
                            query -> query.contains("time(0s)"),
                            (_, pair, _) ->
                                    pair.ours().failed() ? new Pair(failure(), failure()) : pair),
                    new Rule(
                            "numbers as text",
                            "a column has one type; 1.x puts the number of fill beside text and"
                                    + " truth",
                            query -> FILL_NUMBER.matcher(query).find(),
                            (_, pair, _) -> theirs(pair, answer -> numbersAsText(answer, pair))),
                    new Rule(
                            "names twice",
                            "names are there once (data.md 6.2); 1.x numbers no names of wildcards",
                            query -> query.contains("(*), ") || query.contains("(/"),
                            (_, pair, _) ->
                                    new Pair(
                                            pair.ours().renamed(IntendedDifferences::unnumbered),
                                            pair.theirs()
                                                    .renamed(IntendedDifferences::unnumbered))),
                    new Rule(
                            "tags beside a pattern",
                            "wildcards leave out the tags that are grouped by (data.md 6.2); 1.x all"
                                    + " of them beside a pattern",
                            query -> query.matches("SELECT .*(?:\\*|/h/).* GROUP BY /h.*"),
                            (_, pair, _) ->
                                    new Pair(
                                            pair.ours().dropped("region"),
                                            pair.theirs().dropped("region"))),
                    new Rule(
                            "unknown columns",
                            "in a condition a column that is not there matches nothing"
                                    + " (data.md 6.3)",
                            query -> query.matches(".* FROM m2 WHERE region .*"),
                            (_, pair, _) ->
                                    pair.ours().series().isEmpty()
                                            ? new Pair(pair.ours(), new Answer("", List.of()))
                                            : pair),
                    new Rule(
                            "two missing tags",
                            "a missing tag is empty text (data.md 6.3), also beside another one",
                            query -> query.contains("FROM pair WHERE a"),
                            (_, pair, _) ->
                                    new Pair(untagged(pair.ours()), untagged(pair.theirs()))),
                    new Rule(
                            "a selector twice",
                            "several selectors have the time of aggregates (data.md 6.7)",
                            query -> TWICE.matcher(query).find(),
                            (_, pair, _) -> without(pair, name -> name.equals("time"))),
                    new Rule(
                            "limits of subqueries",
                            "LIMIT counts the rows of each series (data.md 6.9, 6.10); 1.x loses count"
                                    + " where the query around has other series",
                            query -> query.contains("LIMIT 2)"),
                            (_, pair, _) -> without(pair, _ -> true)),
                    new Rule(
                            "rows of subqueries",
                            "rows go by time (data.md 6.2); 1.x gives series after series",
                            query -> query.contains("FROM ("),
                            (_, pair, _) ->
                                    new Pair(pair.ours().sortedRows(), pair.theirs().sortedRows())),
                    new Rule(
                            "shown group tags",
                            "a group tag that is a column too is there in empty bins",
                            query -> query.contains(", host") && query.contains("GROUP BY time"),
                            (_, pair, _) ->
                                    cells(
                                            pair,
                                            (column, cell, other) ->
                                                    column.equals("host") && cell.equals("null")
                                                            ? other
                                                            : cell)),
                    new Rule(
                            "last digits",
                            "functions of two libraries differ in the last bits",
                            _ -> true,
                            (_, pair, _) -> cells(pair, IntendedDifferences::near)));

    private final Map<String, Integer> uses = new TreeMap<>();

    /// How often each rule was needed, with all that were not.
    public Map<String, Integer> uses() {
        Map<String, Integer> result = new TreeMap<>();
        RULES.forEach(rule -> result.put(rule.name(), uses.getOrDefault(rule.name(), 0)));
        return result;
    }

    /// The reason of each rule.
    public static Map<String, String> reasons() {
        Map<String, String> result = new TreeMap<>();
        RULES.forEach(rule -> result.put(rule.name(), rule.reason()));
        return result;
    }

    /// Counts the rules that make two answers the same.
    ///
    /// @param influx asks InfluxDB, and gives the body of its answer
    /// @return what no rule explains, or null
    public @Nullable String unexplained(
            String statement, String ours, String theirs, UnaryOperator<String> influx) {
        Asking asking = other -> Answer.parse(influx.apply(other));
        Pair pair = new Pair(Answer.parse(ours), Answer.parse(theirs));
        List<String> needed = new ArrayList<>();
        if (pair.same()) {
            return onlyWritten(statement, ours, theirs);
        }
        for (Rule rule : RULES) {
            if (!pair.same() && rule.concerns().test(statement)) {
                Pair levelled = rule.levelling().level(statement, pair, asking);
                if (!levelled.equals(pair)) {
                    needed.add(rule.name());
                    pair = levelled;
                }
            }
        }
        if (!pair.same()) {
            return "> "
                    + statement
                    + "\n  ours   "
                    + pair.ours().shown()
                    + "\n  theirs "
                    + pair.theirs().shown()
                    + "\n";
        }
        needed.forEach(name -> uses.merge(name, 1, Integer::sum));
        return null;
    }

    /// Answers that say the same in other letters.
    private @Nullable String onlyWritten(String statement, String ours, String theirs) {
        String plain = theirs;
        for (String c : List.of("<", ">", "&", "\u2028", "\u2029")) {
            plain = plain.replace("\\u%04x".formatted((int) c.charAt(0)), c);
        }
        if (!plain.equals(theirs)) {
            uses.merge(ESCAPES, 1, Integer::sum);
        }
        String zeros = NEGATIVE_ZERO.matcher(plain).replaceAll("$10");
        if (!zeros.equals(plain)) {
            uses.merge("negative zero", 1, Integer::sum);
        }
        return zeros.equals(ours)
                ? null
                : "> " + statement + "\n  ours   " + ours + "  theirs " + theirs;
    }

    private static Answer failure() {
        return new Answer("failed", List.of());
    }

    private static Pair theirs(Pair pair, UnaryOperator<Answer> change) {
        return new Pair(pair.ours(), change.apply(pair.theirs()));
    }

    /// With what some cells of theirs become beside ours.
    private static Pair cells(Pair pair, Answer.CellChange change) {
        return theirs(pair, answer -> answer.beside(pair.ours(), change));
    }

    private static Pair without(Pair pair, Predicate<String> column) {
        return new Pair(pair.ours().without(column), pair.theirs().without(column));
    }

    private static Predicate<String> starts(String... names) {
        return column -> {
            for (String name : names) {
                if (column.startsWith(name)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static Rule columns(String name, String reason, String call) {
        return new Rule(
                name,
                reason,
                query -> query.contains(call),
                (_, pair, _) -> without(pair, starts(call.substring(0, call.length() - 1))));
    }

    /// What the same statement gives upwards, turned round.
    private static Pair ascending(String statement, Pair pair, Asking influx) {
        String plain = PAGE.matcher(statement.replace(DESCENDING, "")).replaceAll("");
        return new Pair(pair.ours(), page(statement, influx.ask(plain).reversedRows()));
    }

    private static Pair paged(String statement, Pair pair, Asking influx) {
        boolean upwards =
                statement.contains(DESCENDING)
                        && (WINDOW.matcher(statement).find() || FILLS.matcher(statement).find());
        if (upwards) {
            return pair;
        }
        Answer all = influx.ask(PAGE.matcher(statement).replaceAll(""));
        return new Pair(pair.ours(), page(statement, all).sortedSeries());
    }

    private static Answer page(String statement, Answer all) {
        Matcher page = PAGE.matcher(statement);
        if (!page.find()) {
            return all;
        }
        String offset = page.group(2);
        return all.page(Long.parseLong(page.group(1)), offset == null ? 0 : Long.parseLong(offset));
    }

    private static Answer numbersAsText(Answer theirs, Pair pair) {
        return theirs.beside(
                pair.ours(),
                (_, cell, other) ->
                        NUMBER.matcher(cell).matches()
                                        && (other.equals("\"\"") || other.equals("false"))
                                ? other
                                : cell);
    }

    private static String unnumbered(String column) {
        return column.replaceFirst("_\\d+$", "");
    }

    private static boolean onlyNulls(Answer answer) {
        return answer.series().stream()
                .flatMap(one -> one.rows().stream())
                .allMatch(row -> row.stream().skip(1).allMatch("null"::equals));
    }

    private static Answer withoutNegativeZero(Answer answer) {
        return answer.map(one ->
                one.withRows(
                        one.rows().stream()
                                .map(row ->
                                        row.stream()
                                                .map(cell ->
                                                        cell.equals("-0") || cell.equals("-0.0")
                                                                ? "0"
                                                                : cell)
                                                .toList())
                                .toList()));
    }

    /// Without the point that has no tag.
    private static Answer untagged(Answer answer) {
        return answer.map(one ->
                one.withRows(
                        one.rows().stream().filter(row -> !row.getLast().equals("2")).toList()));
    }

    private static Pair area(String query, Pair pair) {
        Pair sorted = theirs(pair, Answer::sortedSeries);
        return query.contains("GROUP BY time")
                ? sorted
                : without(sorted, name -> name.equals("time"));
    }

    /// Without series of ours that are an area of 0 which they have not.
    private static Pair withoutPoints(Pair pair) {
        Set<String> known =
                pair.theirs().series().stream().map(Answer.Series::key).collect(toSet());
        return new Pair(
                pair.ours()
                        .map(one ->
                                !known.contains(one.key())
                                                && one.rows().size() == 1
                                                && one.rows().getFirst().getLast().equals("0")
                                        ? one.withRows(List.of())
                                        : one),
                pair.theirs());
    }

    private static Pair zeroCounts(String query, Pair pair) {
        Pair zeroed =
                cells(
                        pair,
                        (column, cell, other) ->
                                column.startsWith("count")
                                                && (other.equals("0") || other.equals("null"))
                                        ? other
                                        : cell);
        return query.contains("fill(linear)") && !zeroed.same()
                ? without(zeroed, starts("count"))
                : zeroed;
    }

    private static String near(String column, String cell, String other) {
        if (cell.equals(other)
                || !NUMBER.matcher(cell).matches()
                || !NUMBER.matcher(other).matches()) {
            return cell;
        }
        double a = Double.parseDouble(cell);
        double b = Double.parseDouble(other);
        return Math.abs(a - b) <= ULPS * Math.max(1, Math.abs(a)) ? other : cell;
    }
}
