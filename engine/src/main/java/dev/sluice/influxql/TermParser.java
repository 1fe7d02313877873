// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Term.BinaryOperator;
import dev.sluice.influxql.Term.VariableType;
import dev.sluice.influxql.Term.WildcardKind;
import dev.sluice.influxql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads terms: arithmetic and what it is made of (data.md 6.1 and 6.4).
final class TermParser {
    private static final String UNARY =
            "unexpected unary expression: expected literal integer, float, duration, field,"
                    + " function or parenthesis";
    private static final String OVERFLOW = "constant overflows signed integer";

    /// What may stand in a term depends on where the term stands.
    enum Place {
        /// Anything.
        PROJECTION,
        /// No wildcards, no patterns.
        CONDITION,
        /// The length of a bin: constants.
        INTERVAL,
        /// The offset of bins: constants, texts and calls.
        OFFSET
    }

    private final Tokens tokens;

    TermParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Term term(Place place) {
        return sum(product(factor(place), place), place);
    }

    /// The rest of a term whose first factor is read.
    Term continued(Term first, Place place) {
        return sum(product(first, place), place);
    }

    /// Whether a term can begin here.
    boolean isStart(Place place) {
        Token token = tokens.current();
        boolean projection = place == Place.PROJECTION;
        return switch (token.kind()) {
            case DURATION, INTEGER -> true;
            case TEXT -> place != Place.INTERVAL;
            case REAL, QUOTED_NAME, PARAMETER -> projection || place == Place.CONDITION;
            case WORD ->
                    place != Place.INTERVAL
                            && (isWordStart(token, projection) || isNameAnyway(place));
            case SYMBOL ->
                    switch (token.text()) {
                        case "(", "-", "+" -> true;
                        case "*", "/" -> projection;
                        default -> false;
                    };
            case REGEX, UNKNOWN, END -> false;
        };
    }

    /// `tag` and `field` are keywords, but in a condition only a name can stand where they do.
    private boolean isNameAnyway(Place place) {
        return place == Place.CONDITION && (tokens.isWord("TAG") || tokens.isWord("FIELD"));
    }

    private boolean isWordStart(Token token, boolean projection) {
        return token.isIdentifier()
                || (token.isWord("DISTINCT") && (projection || tokens.isCall()));
    }

    private Term sum(Term first, Place place) {
        Term left = first;
        BinaryOperator operator = operator(false);
        while (operator != null) {
            tokens.takeOperator();
            left = new Term.Binary(operator, left, product(factor(place), place));
            operator = operator(false);
        }
        return left;
    }

    private Term product(Term first, Place place) {
        Term left = first;
        BinaryOperator operator = operator(true);
        while (operator != null) {
            tokens.takeOperator();
            left = new Term.Binary(operator, left, factor(place));
            operator = operator(true);
        }
        return left;
    }

    private @Nullable BinaryOperator operator(boolean tight) {
        for (BinaryOperator operator : BinaryOperator.values()) {
            if (operator.isTight() == tight && tokens.isSymbol(operator.symbol())) {
                return operator;
            }
        }
        return null;
    }

    private Term factor(Place place) {
        if (!isStart(place)) {
            throw tokens.refuse();
        }
        tokens.enter();
        Term term;
        if (tokens.isSymbol("-")) {
            term = negative(place);
        } else if (tokens.takeSymbol("+")) {
            term = factor(place);
        } else if (tokens.takeSymbol("(")) {
            term = new Term.Parenthesised(term(place));
            tokens.requireSymbol(")");
        } else {
            term = operand(place);
        }
        tokens.leave();
        return term;
    }

    private Term negative(Place place) {
        Token sign = tokens.next();
        Token operand = tokens.current();
        if (operand.is(Kind.DURATION) && operand.number() == Long.MIN_VALUE) {
            tokens.next();
            return new Literal.DurationValue(Long.MIN_VALUE);
        }
        return negated(sign, operand, factor(place));
    }

    private Term negated(Token sign, Token operand, Term term) {
        return switch (term) {
            case Literal.Real real -> new Literal.Real(-real.value());
            case Literal.Int whole when whole.value() != Long.MIN_VALUE ->
                    new Literal.Int(-whole.value());
            case Literal.Unsigned whole when whole.value() == Long.MIN_VALUE ->
                    new Literal.Int(Long.MIN_VALUE);
            case Literal.DurationValue duration when duration.nanos() != Long.MIN_VALUE ->
                    new Literal.DurationValue(-duration.nanos());
            case Literal.Int _, Literal.Unsigned _, Literal.DurationValue _ ->
                    throw tokens.refuse(OVERFLOW, operand);
            case Term.Variable _, Term.Call _, Term.Parenthesised _, Term.BindParameter _ ->
                    new Term.Binary(BinaryOperator.MULTIPLY, new Literal.Int(-1), term);
            case Literal _, Term.Wildcard _, Term.Distinct _, Term.Binary _ ->
                    throw tokens.refuse(UNARY, sign);
        };
    }

    private Term operand(Place place) {
        Token token = tokens.current();
        return switch (token.kind()) {
            case INTEGER -> integer(tokens.next().number());
            case REAL -> real();
            case DURATION -> duration();
            case TEXT -> new Literal.Text(tokens.next().text());
            case PARAMETER -> new Term.BindParameter(tokens.next().text());
            case QUOTED_NAME -> variable();
            case WORD -> word(place);
            case SYMBOL -> tokens.isSymbol("*") ? wildcard() : tokens.requireRegex("");
            case REGEX, UNKNOWN, END -> throw tokens.refuse();
        };
    }

    private static Literal integer(long value) {
        return value < 0 ? new Literal.Unsigned(value) : new Literal.Int(value);
    }

    private Literal duration() {
        Token token = tokens.next();
        if (token.number() < 0) {
            throw tokens.refuse("unable to parse duration due to overflow", token);
        }
        return new Literal.DurationValue(token.number());
    }

    private Literal real() {
        Token token = tokens.next();
        double value = Double.parseDouble(token.text());
        if (Double.isInfinite(value)) {
            throw tokens.refuse("unable to parse float", token);
        }
        return new Literal.Real(value);
    }

    private Term word(Place place) {
        boolean isCall = tokens.isCall();
        if (place == Place.OFFSET && !isCall) {
            throw tokens.refuse();
        }
        if (tokens.isWord("DISTINCT") && !isCall) {
            tokens.next();
            return new Term.Distinct(
                    tokens.requireIdentifier("invalid DISTINCT expression, expected identifier"));
        }
        if (isCall) {
            return call(place);
        }
        boolean isTrue = tokens.isWord("TRUE");
        if (isTrue || tokens.isWord("FALSE")) {
            tokens.next();
            return new Literal.Bool(isTrue);
        }
        return isNameAnyway(place) ? rest(new StringBuilder(tokens.next().text())) : variable();
    }

    private Term call(Place place) {
        Token name = tokens.next();
        String function = name.text().toLowerCase(Locale.ROOT);
        tokens.requireSymbol("(");
        List<Term> arguments = new ArrayList<>();
        if (!tokens.isSymbol(")")) {
            do {
                arguments.add(term(place));
            } while (tokens.takeSymbol(","));
        }
        tokens.requireSymbol(")");
        boolean isNow = function.equals("now") && arguments.isEmpty();
        if (place == Place.OFFSET && !isNow) {
            throw tokens.refuse(
                    "invalid expression, the only valid function call is 'now' with no arguments",
                    name);
        }
        return new Term.Call(function, arguments);
    }

    /// The wildcard that stands here.
    Term.Wildcard wildcard() {
        tokens.requireSymbol("*");
        if (!tokens.takeSymbol("::")) {
            return new Term.Wildcard(WildcardKind.ALL);
        }
        for (WildcardKind kind : List.of(WildcardKind.FIELD, WildcardKind.TAG)) {
            if (tokens.takeWord(kind.name())) {
                return new Term.Wildcard(kind);
            }
        }
        throw tokens.refuse("invalid wildcard type specifier, expected TAG or FIELD");
    }

    /// The variable that stands here; its segments become one name.
    Term.Variable variable() {
        return rest(new StringBuilder(tokens.requireIdentifier()));
    }

    private Term.Variable rest(StringBuilder name) {
        while (tokens.takeSymbol(".")) {
            name.append('.');
            if (!tokens.isSymbol(".")) {
                name.append(tokens.requireIdentifier());
            }
        }
        return new Term.Variable(name.toString(), tokens.takeSymbol("::") ? type() : null);
    }

    private VariableType type() {
        for (VariableType type : VariableType.values()) {
            if (tokens.takeWord(type.name())) {
                return type;
            }
        }
        throw tokens.refuse(
                "invalid data type for tag or field reference, expected float, integer, unsigned,"
                        + " string, boolean, field, tag");
    }
}
