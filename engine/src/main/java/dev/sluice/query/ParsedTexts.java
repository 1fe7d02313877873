// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.ProblemException;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SqlTokens;
import dev.sluice.query.sql.SqlTreeReader;
import dev.sluice.query.sql.Trees;
import dev.sluice.query.sql.WrittenText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The trees of texts that were parsed lately: a dashboard asks the same again and again, with
/// other times and other names. So the texts that a condition compares with are taken out before a
/// text is parsed, and put into its tree afterwards. Safe for many threads.
final class ParsedTexts {
    /// A longer text is parsed each time.
    private static final int LENGTH_MAX = 16_384;

    private static final long BYTES_MAX = 16L << 20;

    /// About how much a tree takes for each character of its text.
    private static final long BYTES_PER_CHARACTER = 32;

    /// Stands before the number of a text that was taken out. Nobody's text has it.
    private static final char MARK = '\uE000';

    private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "<=", ">=", "<>", "!=");

    /// What may follow a comparison, so that it ends there.
    private static final Set<String> AFTER =
            Set.of("AND", "OR", "GROUP", "ORDER", "LIMIT", ")", "");

    private final RecentlyUsed<String, Known> kept =
            new RecentlyUsed<>(BYTES_MAX, Known::sizeBytes);

    /// @param query null where texts cannot be taken out of it
    private record Known(String text, @Nullable Query query) {
        long sizeBytes() {
            return BYTES_PER_CHARACTER * (16L + text.length());
        }
    }

    /// The tree of a text.
    ///
    /// @param parser gives the parser's answer about a text
    /// @throws ProblemException as [SqlTreeReader#read] does
    Query read(StatementText text, UnaryOperator<String> parser) {
        String sql = text.forParser();
        if (sql.length() > LENGTH_MAX) {
            return parse(sql, text, parser);
        }
        Pattern pattern = Pattern.of(sql);
        if (!pattern.values.isEmpty()) {
            Known known = kept.find(pattern.text);
            if (known == null) {
                known = new Known(pattern.text, pattern(pattern, text, parser));
                kept.keep(pattern.text, known);
            }
            if (known.query instanceof Query.Select select) {
                return pattern.filled(select);
            }
        }
        Known known = kept.find(sql);
        if (known == null || known.query == null) {
            known = new Known(sql, parse(sql, text, parser));
            kept.keep(sql, known);
        }
        return Objects.requireNonNull(known.query);
    }

    private static @Nullable Query pattern(
            Pattern pattern, StatementText text, UnaryOperator<String> parser) {
        try {
            Query query = parse(pattern.text, text, parser);
            return query instanceof Query.Select select && pattern.isIn(select) ? select : null;
        } catch (ProblemException _) {
            // The text as it is has the error that is told.
            return null;
        }
    }

    private static Query parse(String sql, StatementText text, UnaryOperator<String> parser) {
        return new SqlTreeReader()
                .read(parser.apply(sql), text.firstWord(), new WrittenText(text.written(), sql));
    }

    /// A text without the texts that its conditions compare with.
    ///
    /// @param text with a mark in place of each
    /// @param values what was there
    private record Pattern(String text, List<String> values) {
        static Pattern of(String sql) {
            if (sql.indexOf(MARK) >= 0
                    || sql.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
                return new Pattern(sql, List.of());
            }
            SqlTokens tokens = new SqlTokens(sql);
            StringBuilder text = new StringBuilder();
            List<String> values = new ArrayList<>();
            int copied = 0;
            for (int place = 0; tokens.has(place); place++) {
                if (isCompared(tokens, place)) {
                    SqlTokens.Token token = tokens.all().get(place);
                    text.append(sql, copied, token.start());
                    text.append('\'').append(MARK).append(values.size()).append('\'');
                    values.add(
                            sql.substring(token.start() + 1, token.end() - 1).replace("''", "'"));
                    copied = token.end();
                }
            }
            return new Pattern(text.append(sql, copied, sql.length()).toString(), values);
        }

        private static boolean isCompared(SqlTokens tokens, int place) {
            return tokens.all().get(place).kind() == SqlTokens.Kind.TEXT
                    && (isListed(tokens, place)
                            || (COMPARISONS.contains(operatorBefore(tokens, place))
                                    && isEnd(tokens, place + 1)));
        }

        private static boolean isEnd(SqlTokens tokens, int place) {
            return AFTER.contains(tokens.text(place).toUpperCase(Locale.ROOT));
        }

        /// The signs right before a token, without a space between them.
        private static String operatorBefore(SqlTokens tokens, int place) {
            int first = place;
            while (tokens.has(first - 1)
                    && tokens.all().get(first - 1).kind() == SqlTokens.Kind.SIGN
                    && (first == place
                            || tokens.all().get(first - 1).end()
                                    == tokens.all().get(first).start())) {
                first--;
            }
            return first == place ? "" : tokens.text(first, place - 1);
        }

        /// Whether a text is one of a list of texts behind IN.
        private static boolean isListed(SqlTokens tokens, int place) {
            int first = place;
            while (tokens.text(first - 1).equals(",")
                    && tokens.has(first - 2)
                    && tokens.all().get(first - 2).kind() == SqlTokens.Kind.TEXT) {
                first -= 2;
            }
            int last = place;
            while (tokens.text(last + 1).equals(",")
                    && tokens.has(last + 2)
                    && tokens.all().get(last + 2).kind() == SqlTokens.Kind.TEXT) {
                last += 2;
            }
            return tokens.are(first - 2, "IN", "(")
                    && tokens.text(last + 1).equals(")")
                    && isEnd(tokens, last + 2);
        }

        /// Whether each mark is in a query's condition, and once.
        boolean isIn(Query.Select select) {
            if (select.where() == null) {
                return false;
            }
            int[] found = new int[1];
            replaced(
                    select.where(),
                    literal -> {
                        found[0]++;
                        return literal;
                    });
            return found[0] == values.size();
        }

        Query filled(Query.Select select) {
            Expression where = select.where();
            return new Query.Select(
                    select.with(),
                    select.distinct(),
                    select.items(),
                    select.from(),
                    where == null
                            ? null
                            : replaced(
                                    where,
                                    literal ->
                                            Literal.ofText(
                                                    values.get(
                                                            Integer.parseInt(
                                                                    literal.text().substring(1))))),
                    select.grouping(),
                    select.having(),
                    select.qualify(),
                    select.tail());
        }

        private static Expression replaced(Expression part, UnaryOperator<Literal> change) {
            if (part instanceof Literal literal) {
                return literal.kind() == Literal.Kind.TEXT
                                && !literal.text().isEmpty()
                                && literal.text().charAt(0) == MARK
                        ? change.apply(literal)
                        : literal;
            }
            return Trees.map(part, inner -> replaced(inner, change));
        }
    }
}
