// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.ArrayList;
import java.util.List;

/// Reads measurements (data.md 3.2 and 6.1).
final class SourceParser {
    private static final String FROM =
            "invalid FROM clause, expected identifier or regular expression";

    private final Tokens tokens;

    SourceParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// The measurements behind FROM, or none where no FROM stands.
    List<Source.Measurement> from() {
        List<Source.Measurement> measurements = new ArrayList<>();
        if (tokens.takeWord("FROM")) {
            do {
                measurements.add(measurement(FROM));
            } while (tokens.takeSymbol(","));
        }
        return measurements;
    }

    /// One measurement: `m`, `rp.m`, `db.rp.m`, `db..m`, with a pattern perhaps for the last.
    Source.Measurement measurement(String message) {
        Token start = tokens.current();
        List<String> before = new ArrayList<>();
        while (!tokens.isRegex()) {
            String part = "";
            if (!tokens.isSymbol(".") || before.size() == 2) {
                part = tokens.requireIdentifier(message);
            }
            if (before.size() == 2 || !tokens.isSymbol(".")) {
                return qualified(before, new Source.Name(part), start, message);
            }
            tokens.next();
            before.add(part);
        }
        Source.Target pattern = new Source.Pattern(tokens.requireRegex(message));
        return qualified(before, pattern, start, message);
    }

    private Source.Measurement qualified(
            List<String> before, Source.Target target, Token start, String message) {
        if (before.size() == 2) {
            return new Source.Measurement(before.getFirst(), before.getLast(), target);
        }
        if (before.isEmpty()) {
            return new Source.Measurement("", "", target);
        }
        if (start.isSymbol(".")) {
            throw tokens.refuse(message, start);
        }
        return new Source.Measurement("", before.getFirst(), target);
    }

    /// The name behind ON, or empty where no ON stands.
    String on() {
        return tokens.takeWord("ON")
                ? tokens.requireIdentifier("invalid ON clause, expected identifier")
                : "";
    }

    /// Which part of a list.
    ///
    /// @param limit LIMIT or SLIMIT
    /// @param offset OFFSET or SOFFSET
    Statement.Page page(String limit, String offset) {
        Long first = tokens.takeWord(limit) ? (Long) count(limit) : null;
        Long second = tokens.takeWord(offset) ? (Long) count(offset) : null;
        return first == null && second == null
                ? Statement.Page.ALL
                : new Statement.Page(first, second);
    }

    private long count(String clause) {
        return tokens.requireUnsigned("invalid " + clause + " clause, expected unsigned integer");
    }
}
