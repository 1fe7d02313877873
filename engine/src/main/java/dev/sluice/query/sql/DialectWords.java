// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.SqlTokens.Kind;
import dev.sluice.query.sql.SqlTokens.Token;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Writes the few forms of the dialect that the parser does not know in words that it knows. The
/// result goes to the parser and nowhere else.
///
/// - `f(p) WITHIN GROUP (ORDER BY x)` is `f(p ORDER BY x)`.
/// - `LEFT SEMI JOIN` and `LEFT ANTI JOIN` are `SEMI JOIN` and `ANTI JOIN`.
/// - `BIGINT UNSIGNED` is `UBIGINT`.
/// - `f(x) IGNORE NULLS OVER` is `f(x IGNORE NULLS) OVER`.
/// - `0x41` and `X'41'` are `decode('41', 'hex')`.
/// - Names in [WrittenNames].
public final class DialectWords {
    private static final Set<String> WHOLE_NUMBERS =
            Set.of("TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT");

    private final SqlTokens tokens;
    private final WrittenNames names;
    private final StringBuilder out;

    private DialectWords(String text, SqlTokens tokens) {
        this.tokens = tokens;
        this.names = new WrittenNames(tokens);
        this.out = new StringBuilder(text);
    }

    /// The text in the parser's words.
    public static String translate(String text, SqlTokens tokens) {
        return new DialectWords(text, tokens).translated();
    }

    /// From the end on, so that places before stay true.
    private String translated() {
        List<Token> all = tokens.all();
        for (int i = all.size() - 1; i >= 0; i--) {
            String instead = names.instead(i);
            if (instead != null) {
                replace(i, i, instead);
            } else if (tokens.are(i, "WITHIN", "GROUP", "(", "ORDER", "BY")
                    && tokens.are(i - 1, ")")) {
                boolean empty = tokens.are(i - 2, "(");
                replace(i, i + 2, "");
                replace(i - 1, i - 1, empty ? "NULL" : "");
            } else if (tokens.are(i, "LEFT", "SEMI", "JOIN")
                    || tokens.are(i, "LEFT", "ANTI", "JOIN")) {
                replace(i, i, "");
            } else if (tokens.are(i, "UNSIGNED")
                    && WHOLE_NUMBERS.contains(tokens.text(i - 1).toUpperCase(Locale.ROOT))) {
                replace(i, i, "");
                replace(i - 1, i - 1, "UBIGINT");
            } else if (tokens.are(i, ")", "IGNORE", "NULLS", "OVER")
                    || tokens.are(i, ")", "RESPECT", "NULLS", "OVER")) {
                String words = " " + tokens.text(i + 1) + " NULLS)";
                replace(i, i + 2, words);
            } else if (tokens.text(i).regionMatches(true, 0, "0x", 0, 2)
                    && all.get(i).kind() == Kind.WORD) {
                replace(i, i, bytes(tokens.text(i).substring(2)));
            } else if (tokens.are(i, "X") && isQuoted(i + 1, all.get(i).end())) {
                String quoted = tokens.text(i + 1);
                replace(i, i + 1, bytes(quoted.substring(1, quoted.length() - 1)));
            }
            String before = names.before(i);
            if (before != null) {
                out.insert(all.get(i).start(), before);
            }
        }
        return out.toString();
    }

    private boolean isQuoted(int place, int start) {
        return tokens.has(place)
                && tokens.all().get(place).kind() == Kind.TEXT
                && tokens.all().get(place).start() == start;
    }

    /// The bytes of hexadecimal digits; of an odd number the first byte has one.
    private static String bytes(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            throw UnsupportedSql.planning("literal", "not a hex literal: '" + digits + "'");
        }
        return "decode('" + (digits.length() % 2 == 0 ? "" : "0") + digits + "', 'hex')";
    }

    private void replace(int first, int last, String words) {
        out.replace(tokens.all().get(first).start(), tokens.all().get(last).end(), words + " ");
    }
}
