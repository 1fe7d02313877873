// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.Set;

/// Names on their way to the engine and back.
///
/// The engine holds two names that differ only in the case of ASCII letters for one; Sluice does
/// not (data.md 5.2). So a capital is written as a mark and its small letter, in every name of
/// every statement, and taken back in results and messages. The engine also answers some names,
/// such as `user`, by itself where no column has them; those get a mark too, so that a missing
/// column is an error. Safe for any name, the mark included.
public final class Identifiers {
    /// A private-use character, so that no ordinary name changes.
    private static final char MARK = '\uE000';

    /// After the mark: the name follows as it is.
    private static final char PLAIN = '0';

    /// Names that the engine would answer by itself.
    private static final Set<String> ANSWERED =
            Set.of(
                    "current_catalog",
                    "current_database",
                    "current_date",
                    "current_role",
                    "current_schema",
                    "current_time",
                    "current_timestamp",
                    "current_user",
                    "localtime",
                    "localtimestamp",
                    "session_user",
                    "user");

    private Identifiers() {}

    /// The name as the engine knows it, without quotes.
    public static String toEngine(String name) {
        StringBuilder result = new StringBuilder(name.length() + 8);
        if (ANSWERED.contains(name)) {
            result.append(MARK).append(PLAIN);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                result.append(MARK).append((char) (c + ('a' - 'A')));
            } else if (c == MARK) {
                result.append(MARK).append(MARK);
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    /// Takes [#toEngine] back, in a name or in a message that holds names.
    public static String fromEngine(String text) {
        if (text.indexOf(MARK) < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == MARK && i + 1 < text.length()) {
                i++;
                char marked = text.charAt(i);
                if (marked >= 'a' && marked <= 'z') {
                    result.append((char) (marked - ('a' - 'A')));
                } else if (marked != PLAIN) {
                    result.append(marked);
                }
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    /// The name in double quotes, as the engine knows it.
    public static String quoted(String name) {
        return '"' + toEngine(name).replace("\"", "\"\"") + '"';
    }

    /// Text in single quotes.
    public static String quotedText(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
