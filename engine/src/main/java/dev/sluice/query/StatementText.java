// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.UnsupportedSql;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is looked at in a query's text before the parser sees it: its size, its brackets, its first
/// word, and the few SHOW statements that the parser does not know.
///
/// The parser needs time that grows with the square of open brackets and cannot be interrupted, so
/// both are bounded here.
final class StatementText {
    /// The longest text, in characters.
    static final int LENGTH_MAX = 262_144;

    /// The most brackets that are open at once.
    static final int BRACKETS_MAX = 100;

    private static final Pattern SHOW_TABLES = Pattern.compile("(?i)\\s*show\\s+tables\\s*;?\\s*");
    private static final Pattern SHOW_COLUMNS =
            Pattern.compile(
                    "(?i)\\s*(?:show\\s+columns\\s+(?:from|in)|describe|desc)\\s+(?:table\\s+)?"
                            + "(?:(?:public\\.)?iox\\.)?(?:\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_]*))\\s*;?\\s*");

    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$[\\p{L}_]*\\$");

    private final String text;

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
        this.text = text;
        checkBrackets();
    }

    /// The text that the parser gets.
    String forParser() {
        if (SHOW_TABLES.matcher(text).matches()) {
            return "SELECT * FROM information_schema.tables";
        }
        Matcher columns = SHOW_COLUMNS.matcher(text);
        if (columns.matches()) {
            return "SELECT table_catalog, table_schema, table_name, column_name, data_type,"
                    + " is_nullable FROM information_schema.columns WHERE table_schema = 'iox'"
                    + " AND table_name = "
                    + Identifiers.quotedText(tableName(columns));
        }
        return text;
    }

    /// The table that a SHOW COLUMNS or DESCRIBE names, or empty for another statement.
    String describedTable() {
        Matcher columns = SHOW_COLUMNS.matcher(text);
        return columns.matches() ? tableName(columns) : "";
    }

    /// The first word in upper case, comments passed over; empty when there is none.
    String firstWord() {
        int position = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (text.startsWith("--", position)) {
                position = endOfLine(position);
            } else if (text.startsWith("/*", position)) {
                position = endOfComment(position);
            } else if (Character.isLetter(c)) {
                int end = position;
                while (end < text.length() && Character.isLetter(text.charAt(end))) {
                    end++;
                }
                return text.substring(position, end).toUpperCase(Locale.ROOT);
            } else {
                position++;
            }
        }
        return "";
    }

    private static String tableName(Matcher matcher) {
        String quoted = matcher.group(1);
        return quoted != null
                ? quoted.replace("\"\"", "\"")
                : matcher.group(2).toLowerCase(Locale.ROOT);
    }

    private void checkBrackets() {
        int open = 0;
        int position = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (text.startsWith("--", position)) {
                position = endOfLine(position);
            } else if (text.startsWith("/*", position)) {
                position = endOfComment(position);
            } else if (c == '\'' || c == '"') {
                position = endOfQuote(position);
            } else if (c == '$'
                    && DOLLAR_QUOTE.matcher(text).region(position, text.length()).lookingAt()) {
                throw UnsupportedSql.notSupported("a dollar quote");
            } else {
                if (c == '(' || c == '[' || c == '{') {
                    open++;
                } else if (c == ')' || c == ']' || c == '}') {
                    open--;
                }
                if (open > BRACKETS_MAX) {
                    throw UnsupportedSql.planning(
                            "query_too_deep",
                            "query is nested too deeply (limit: " + BRACKETS_MAX + ")");
                }
                if (open < 0) {
                    throw UnsupportedSql.syntax("a closing bracket has no opening one");
                }
                position++;
            }
        }
        if (open > 0) {
            throw UnsupportedSql.syntax("a bracket is not closed");
        }
    }

    private int endOfLine(int position) {
        int end = text.indexOf('\n', position);
        int stop = end < 0 ? text.length() : end;
        int carriageReturn = text.indexOf('\r', position);
        if (carriageReturn >= 0 && carriageReturn < stop - 1) {
            throw UnsupportedSql.syntax("a comment holds a carriage return");
        }
        return end < 0 ? stop : stop + 1;
    }

    /// Comments nest.
    private int endOfComment(int position) {
        int depth = 0;
        int i = position;
        while (i < text.length()) {
            if (text.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (text.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        throw UnsupportedSql.syntax("a comment is not closed");
    }

    private int endOfQuote(int position) {
        char quote = text.charAt(position);
        boolean escapes =
                quote == '\''
                        && position > 0
                        && (text.charAt(position - 1) == 'E' || text.charAt(position - 1) == 'e');
        int i = position + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            i += escapes && text.charAt(i) == '\\' ? 2 : 1;
        }
        if (i >= text.length()) {
            throw UnsupportedSql.syntax("a quote is not closed");
        }
        return i + 1;
    }
}
