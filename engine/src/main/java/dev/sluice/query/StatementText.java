// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.DialectWords;
import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.SqlTokens;
import dev.sluice.query.sql.UnsupportedSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What is looked at in a query's text before the parser sees it: its size, its brackets, its first
/// word, and the statements that the parser does not know: EXPLAIN, SHOW and DESCRIBE.
///
/// The parser needs time that grows with the square of open brackets and cannot be interrupted, so
/// both are bounded here.
final class StatementText {
    /// The longest text, in characters.
    static final int LENGTH_MAX = 262_144;

    /// The most brackets that are open at once.
    static final int BRACKETS_MAX = 100;

    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$[\\p{L}_]*\\$");

    private final String written;
    private final SqlTokens tokens;
    private final Explain explain;
    private final String parserText;
    private List<String> described = List.of();
    private String setting = "";

    /// What EXPLAIN asks for.
    enum Explain {
        /// There is no EXPLAIN.
        NO,
        /// The plan.
        PLAN,
        /// Each step of planning.
        VERBOSE,
        /// The plan with what running it took.
        ANALYZE,
        /// The same with more about it.
        ANALYZE_VERBOSE;

        /// What a statement with these words asks for.
        static Explain of(boolean analyze, boolean verbose) {
            if (analyze) {
                return verbose ? ANALYZE_VERBOSE : ANALYZE;
            }
            return verbose ? VERBOSE : PLAN;
        }

        /// Whether the query runs.
        boolean runs() {
            return this == ANALYZE || this == ANALYZE_VERBOSE;
        }

        boolean verbose() {
            return this == VERBOSE || this == ANALYZE_VERBOSE;
        }
    }

    /// @throws dev.sluice.model.ProblemException *invalid* for a text past a limit, or one whose
    ///   brackets or quotes do not close
    StatementText(String text) {
        if (text.length() > LENGTH_MAX) {
            throw UnsupportedSql.planning(
                    "query_too_long",
                    "query text is too long: " + text.length() + " (limit: " + LENGTH_MAX + ")");
        }
        if (text.indexOf('\0') >= 0) {
            throw UnsupportedSql.syntax("a query cannot hold the character U+0000");
        }
        this.written = text;
        SqlTokens all = new SqlTokens(text);
        checkBrackets(all);
        this.explain = explain(all);
        int words =
                switch (explain) {
                    case NO -> 0;
                    case PLAN -> 1;
                    case VERBOSE, ANALYZE -> 2;
                    case ANALYZE_VERBOSE -> 3;
                };
        String statement = words == 0 ? text : text.substring(all.all().get(words - 1).end());
        this.tokens = words == 0 ? all : new SqlTokens(statement);
        this.parserText = parserText(statement);
    }

    /// What EXPLAIN asks for.
    Explain explain() {
        return explain;
    }

    /// The whole text.
    String written() {
        return written;
    }

    /// The text that the parser gets.
    String forParser() {
        return parserText;
    }

    /// Schema and name of the table that a SHOW COLUMNS or DESCRIBE names, or empty for another
    /// statement.
    List<String> described() {
        return described;
    }

    /// The setting that a SHOW names, or empty for another statement.
    String setting() {
        return setting;
    }

    /// The first word in upper case, comments passed over; empty when there is none.
    String firstWord() {
        for (int i = 0; tokens.has(i); i++) {
            if (tokens.all().get(i).kind() == SqlTokens.Kind.WORD) {
                return tokens.text(i).toUpperCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static Explain explain(SqlTokens tokens) {
        if (!tokens.are(0, "EXPLAIN")) {
            return Explain.NO;
        }
        boolean analyze = tokens.are(1, "ANALYZE");
        return Explain.of(analyze, tokens.are(analyze ? 2 : 1, "VERBOSE"));
    }

    private String parserText(String statement) {
        if (tokens.are(0, "SHOW") && !endsAt(1) && endsAt(2)) {
            return show(tokens.text(1));
        }
        if (tokens.are(0, "SHOW", "COLUMNS", "FROM") || tokens.are(0, "SHOW", "COLUMNS", "IN")) {
            described = path(3);
            if (described.isEmpty()) {
                throw UnsupportedSql.syntax(
                        "SHOW COLUMNS takes the name of one table, and nothing behind it");
            }
            return "SELECT table_catalog, table_schema, table_name, column_name, data_type,"
                    + " is_nullable"
                    + columns();
        }
        if (tokens.are(0, "DESCRIBE") || tokens.are(0, "DESC")) {
            described = path(tokens.are(1, "TABLE") ? 2 : 1);
            if (!described.isEmpty()) {
                return "SELECT column_name, data_type, is_nullable" + columns();
            }
        }
        if (tokens.are(0, "SHOW") && tokens.has(1) && tokens.text(2).equals(".")) {
            setting = dotted(1);
            return settings();
        }
        return DialectWords.translate(statement, tokens);
    }

    private String show(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "TABLES" -> "SELECT * FROM information_schema.tables";
            case "ALL" -> "SELECT name, value FROM information_schema.df_settings ORDER BY name";
            case "FUNCTIONS" ->
                    "SELECT routine_name AS function_name, function_type"
                            + " FROM information_schema.routines ORDER BY 1";
            case "TIMEZONE" -> {
                setting = "datafusion.execution.time_zone";
                yield settings();
            }
            default -> {
                setting = word.toLowerCase(Locale.ROOT);
                yield settings();
            }
        };
    }

    private String settings() {
        return "SELECT name, value FROM information_schema.df_settings WHERE name = "
                + Identifiers.quotedText(setting);
    }

    private String columns() {
        return " FROM information_schema.columns WHERE table_schema = "
                + Identifiers.quotedText(described.getFirst())
                + " AND table_name = "
                + Identifiers.quotedText(described.getLast())
                + " ORDER BY ordinal_position";
    }

    /// Whether the statement ends before a token, but for a semicolon.
    private boolean endsAt(int place) {
        return !tokens.has(place) || (tokens.are(place, ";") && !tokens.has(place + 1));
    }

    private String dotted(int from) {
        StringBuilder result = new StringBuilder();
        for (int i = from; tokens.has(i) && !tokens.are(i, ";"); i++) {
            result.append(tokens.text(i).toLowerCase(Locale.ROOT));
        }
        return result.toString();
    }

    /// The schema and name that stand at a place up to the statement's end; empty for anything
    /// else.
    private List<String> path(int from) {
        List<String> names = new ArrayList<>();
        int place = from;
        while (isName(place)) {
            names.add(name(place));
            if (!tokens.are(place + 1, ".")) {
                break;
            }
            place += 2;
        }
        int size = names.size();
        if (size == 0 || size > 3 || !endsAt(place + 1) || !isCatalog(names)) {
            return List.of();
        }
        return size == 1
                ? List.of(InformationSchema.USER_SCHEMA, names.getFirst())
                : names.subList(size - 2, size);
    }

    private static boolean isCatalog(List<String> names) {
        return names.size() < 3 || names.getFirst().equals(InformationSchema.CATALOG);
    }

    private boolean isName(int place) {
        return tokens.has(place)
                && (tokens.all().get(place).kind() == SqlTokens.Kind.NAME
                        || tokens.all().get(place).kind() == SqlTokens.Kind.WORD);
    }

    private String name(int place) {
        String word = tokens.text(place);
        return tokens.all().get(place).kind() == SqlTokens.Kind.NAME
                ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
                : word.toLowerCase(Locale.ROOT);
    }

    private static void checkBrackets(SqlTokens tokens) {
        int open = 0;
        for (int i = 0; tokens.has(i); i++) {
            SqlTokens.Kind kind = tokens.all().get(i).kind();
            if (kind == SqlTokens.Kind.WORD && DOLLAR_QUOTE.matcher(tokens.text(i)).find()) {
                throw UnsupportedSql.notSupported("a dollar quote");
            }
            if (kind == SqlTokens.Kind.SIGN) {
                switch (tokens.text(i)) {
                    case "(", "[", "{" -> open++;
                    case ")", "]", "}" -> open--;
                    default -> {}
                }
            }
            if (open > BRACKETS_MAX) {
                throw UnsupportedSql.planning(
                        "query_too_deep",
                        "query is nested too deeply (limit: " + BRACKETS_MAX + ")");
            }
            if (open < 0) {
                throw UnsupportedSql.syntax("a closing bracket has no opening one");
            }
        }
        if (open > 0) {
            throw UnsupportedSql.syntax("a bracket is not closed");
        }
    }
}
