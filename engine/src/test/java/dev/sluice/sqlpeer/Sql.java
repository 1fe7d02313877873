// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.sqlpeer;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One piece of SQL in two dialects.
///
/// @param ours as Sluice has it
/// @param theirs as PostgreSQL has it
public record Sql(String ours, String theirs) {
    /// The same text for both, with parts in the places of `#0`, `#1` and so on.
    static Sql of(String text, Sql... parts) {
        return of(text, text, parts);
    }

    /// Two texts with the same parts.
    static Sql of(String ours, String theirs, Sql... parts) {
        return new Sql(filled(ours, parts, Sql::ours), filled(theirs, parts, Sql::theirs));
    }

    /// Pieces one after the other.
    static Sql joined(String separator, List<Sql> parts) {
        return new Sql(
                parts.stream().map(Sql::ours).collect(Collectors.joining(separator)),
                parts.stream().map(Sql::theirs).collect(Collectors.joining(separator)));
    }

    /// A literal.
    static Sql text(String value) {
        return of(quoted(value));
    }

    /// A text as a literal.
    static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private static String filled(String text, Sql[] parts, Function<Sql, String> dialect) {
        // Filled from left to right: a part may have a # of its own.
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf('#'); at >= 0; at = text.indexOf('#', from)) {
            result.append(text, from, at);
            result.append(dialect.apply(parts[text.charAt(at + 1) - '0']));
            from = at + 2;
        }
        return result.append(text, from, text.length()).toString();
    }

    /// The pieces and some more.
    static List<Sql> with(List<Sql> parts, Sql... more) {
        return Stream.concat(parts.stream(), Arrays.stream(more)).toList();
    }
}
