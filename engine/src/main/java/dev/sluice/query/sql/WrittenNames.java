// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.query.sql.SqlTokens.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The two places where the dialect takes names that the parser does not know:
///
/// - `struct(a AS 'x', b)` is `struct_pack("x" := a, "c1" := b)`.
/// - `SELECT a 'x'` is `SELECT a AS 'x'`.
final class WrittenNames {
    /// What stands before text that is no alias. Types are not here.
    private static final Set<String> BEFORE_TEXT = Set.of("DISTINCT", "ALL", "NOT", "CASE", "FROM");

    /// Types whose sizes stand in brackets, before text that is a constant.
    private static final Set<String> SIZED = Set.of("DECIMAL", "NUMERIC");

    private final SqlTokens tokens;
    private final Map<Integer, String> before = new HashMap<>();
    private final Map<Integer, String> instead = new HashMap<>();

    WrittenNames(SqlTokens tokens) {
        this.tokens = tokens;
        Deque<Bracket> open = new ArrayDeque<>();
        Bracket closed = null;
        for (int i = 0; tokens.has(i); i++) {
            Bracket within = open.peek();
            switch (tokens.text(i)) {
                case "(", "[", "{" -> open.push(new Bracket(i));
                case "," -> {
                    if (within != null) {
                        within.starts.add(i + 1);
                    }
                }
                case ")", "]", "}" -> {
                    closed = open.poll();
                    if (closed != null && isStruct(closed)) {
                        name(closed, i);
                    }
                }
                default -> {
                    if (tokens.all().get(i).kind() == Kind.TEXT && isAlias(i, closed)) {
                        before.put(i, "AS ");
                    }
                }
            }
        }
    }

    /// What is written before a token, or null.
    @Nullable String before(int place) {
        return before.get(place);
    }

    /// What is written instead of a token, or null.
    @Nullable String instead(int place) {
        return instead.get(place);
    }

    /// A bracket, and where what stands between its commas begins.
    private record Bracket(int place, List<Integer> starts) {
        Bracket(int place) {
            this(place, new ArrayList<>(List.of(place + 1)));
        }
    }

    private boolean isStruct(Bracket bracket) {
        int word = bracket.place() - 1;
        return tokens.are(word, "STRUCT", "(") || tokens.are(word, "ROW", "(");
    }

    private void name(Bracket struct, int end) {
        List<Integer> ends = new ArrayList<>(struct.starts().subList(1, struct.starts().size()));
        ends.add(end + 1);
        List<Integer> last = ends.stream().map(place -> place - 2).toList();
        if (last.stream().noneMatch(place -> tokens.are(place - 1, "AS"))) {
            return;
        }
        instead.put(struct.place() - 1, "struct_pack");
        for (int i = 0; i < last.size(); i++) {
            int place = last.get(i);
            String name = "c" + i;
            if (tokens.are(place - 1, "AS")) {
                name = name(place);
                instead.put(place - 1, "");
                instead.put(place, "");
            }
            before.put(struct.starts().get(i), Identifiers.quoted(name) + " := ");
        }
    }

    private String name(int place) {
        String text = tokens.text(place);
        return switch (tokens.all().get(place).kind()) {
            case NAME -> text.substring(1, text.length() - 1).replace("\"\"", "\"");
            case TEXT -> text.substring(1, text.length() - 1).replace("''", "'");
            case WORD, SIGN -> text.toLowerCase(Locale.ROOT);
        };
    }

    /// Whether a text is the name of what stands before it.
    ///
    /// @param closed the bracket that closed last
    private boolean isAlias(int place, @Nullable Bracket closed) {
        int last = place - 1;
        boolean ends =
                !tokens.has(place + 1)
                        || tokens.are(place + 1, ",")
                        || tokens.are(place + 1, "FROM")
                        || tokens.are(place + 1, ")")
                        || tokens.are(place + 1, ";");
        if (!ends || !tokens.has(last) || isPrefixed(place)) {
            return false;
        }
        String word = tokens.text(last).toUpperCase(Locale.ROOT);
        return switch (tokens.all().get(last).kind()) {
            case NAME -> isOperand(last);
            case WORD ->
                    isOperand(last)
                            && !Character.isDigit(word.charAt(0))
                            && !BEFORE_TEXT.contains(word)
                            && (SqlType.find(word) == null || tokens.are(last - 1, "."));
            case SIGN ->
                    closed != null
                            && (word.equals(")")
                                    ? !isType(closed.place() - 1)
                                            && !tokens.are(closed.place() - 2, "DISTINCT", "ON")
                                    // INT[] '…' is a constant
                                    : word.equals("]") && closed.place() < last - 1);
            case TEXT -> false;
        };
    }

    private boolean isPrefixed(int place) {
        return tokens.all().get(place - 1).end() == tokens.all().get(place).start();
    }

    /// Whether a name begins what is selected, or ends its path.
    private boolean isOperand(int place) {
        return tokens.are(place - 1, "SELECT")
                || tokens.are(place - 1, "DISTINCT")
                || tokens.are(place - 1, ",")
                || tokens.are(place - 1, ".");
    }

    private boolean isType(int place) {
        String word = tokens.text(place).toUpperCase(Locale.ROOT);
        return SqlType.find(word) != null || SIZED.contains(word);
    }
}
