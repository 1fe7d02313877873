// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Condition.ComparisonOperator;
import dev.sluice.influxql.Condition.JunctionOperator;
import dev.sluice.influxql.TermParser.Place;
import org.jspecify.annotations.Nullable;

/// Reads what stands after WHERE (data.md 6.1 and 6.3).
final class ConditionParser {
    private static final String INVALID = "invalid conditional expression";

    private final Tokens tokens;
    private final TermParser terms;

    ConditionParser(Tokens tokens, TermParser terms) {
        this.tokens = tokens;
        this.terms = terms;
    }

    /// The condition behind WHERE, or null where no WHERE stands.
    @Nullable Condition where() {
        return tokens.takeWord("WHERE") ? disjunction() : null;
    }

    private Condition disjunction() {
        Condition left = conjunction();
        while (tokens.isWord("OR")) {
            tokens.takeOperator();
            left = new Condition.Junction(JunctionOperator.OR, left, conjunction());
        }
        return left;
    }

    private Condition conjunction() {
        Condition left = comparison();
        while (tokens.isWord("AND")) {
            tokens.takeOperator();
            left = new Condition.Junction(JunctionOperator.AND, left, comparison());
        }
        return left;
    }

    private Condition comparison() {
        requireTerm();
        if (!tokens.isSymbol("(")) {
            return compared(terms.term(Place.CONDITION));
        }
        Condition bracket = bracket();
        return bracket instanceof Condition.Value value
                ? compared(terms.continued(value.term(), Place.CONDITION))
                : bracket;
    }

    /// What is in a bracket says whether it groups conditions or terms.
    private Condition bracket() {
        tokens.enter();
        tokens.requireSymbol("(");
        Condition inner = disjunction();
        tokens.requireSymbol(")");
        tokens.leave();
        return inner instanceof Condition.Value value
                ? new Condition.Value(new Term.Parenthesised(value.term()))
                : new Condition.Grouped(inner);
    }

    private Condition compared(Term left) {
        boolean negated = tokens.isSymbol("!~");
        if (negated || tokens.isSymbol("=~")) {
            tokens.next();
            return new Condition.Match(
                    left,
                    negated,
                    tokens.requireRegex("invalid conditional, expected regular expression"));
        }
        ComparisonOperator operator = operator();
        if (operator == null) {
            return new Condition.Value(left);
        }
        tokens.next();
        requireTerm();
        return new Condition.Comparison(operator, left, terms.term(Place.CONDITION));
    }

    private void requireTerm() {
        if (!terms.isStart(Place.CONDITION)) {
            throw tokens.refuse(INVALID);
        }
    }

    private @Nullable ComparisonOperator operator() {
        if (tokens.isSymbol("<>")) {
            return ComparisonOperator.NOT_EQUAL;
        }
        for (ComparisonOperator operator : ComparisonOperator.values()) {
            if (tokens.isSymbol(operator.symbol())) {
                return operator;
            }
        }
        return null;
    }
}
