// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import dev.sluice.influxql.Token.Kind;
import dev.sluice.model.ProblemException;

/// The words of a text, read one after the other, and what the parsers of all statements share:
/// refusals, and bounds on how deep and how long a statement may be.
final class Tokens {
    /// The longest text, in characters.
    static final int LENGTH_MAX = 262_144;

    /// The most brackets, calls, subqueries and signs that are open at once.
    static final int NESTING_MAX = 100;

    /// The most operators of arithmetic, AND and OR in one statement. A chain of them is as deep a
    /// tree as it is long, and whoever walks the tree needs a part of the stack for each.
    static final int OPERATORS_MAX = 500;

    private static final String INVALID = "invalid InfluxQL statement";

    private final Lexer lexer;
    private Token current;
    private int nesting;
    private int operators;

    /// @throws ProblemException *invalid* for a text past the limit
    Tokens(String text) {
        if (text.length() > LENGTH_MAX) {
            throw Refusals.tooLarge(
                    "query text is too long: " + text.length() + " (limit: " + LENGTH_MAX + ")");
        }
        lexer = new Lexer(text);
        current = lexer.at(0);
    }

    Token current() {
        return current;
    }

    /// Goes on to the next word.
    ///
    /// @return the word that was there
    Token next() {
        Token taken = current;
        current = lexer.at(taken.end());
        return taken;
    }

    boolean isWord(String word) {
        return current.isWord(word);
    }

    boolean isSymbol(String symbol) {
        return current.isSymbol(symbol);
    }

    /// Goes past a word if it is there.
    boolean takeWord(String word) {
        boolean found = isWord(word);
        if (found) {
            next();
        }
        return found;
    }

    /// Goes past a symbol if it is there.
    boolean takeSymbol(String symbol) {
        boolean found = isSymbol(symbol);
        if (found) {
            next();
        }
        return found;
    }

    void requireWord(String word, String message) {
        if (!takeWord(word)) {
            throw refuse(message);
        }
    }

    void requireWord(String word) {
        requireWord(word, INVALID);
    }

    void requireSymbol(String symbol) {
        requireSymbol(symbol, INVALID);
    }

    void requireSymbol(String symbol, String message) {
        if (!takeSymbol(symbol)) {
            throw refuse(message);
        }
    }

    /// A name.
    String requireIdentifier() {
        return requireIdentifier(INVALID);
    }

    String requireIdentifier(String message) {
        if (!current.isIdentifier()) {
            throw refuse(message);
        }
        return next().text();
    }

    /// A whole number without a sign; read as unsigned.
    long requireUnsigned(String message) {
        if (!current.is(Kind.INTEGER)) {
            throw refuse(message);
        }
        return next().number();
    }

    /// A duration without a sign.
    Literal.DurationValue requireDuration(String message) {
        if (!current.is(Kind.DURATION) || current.number() < 0) {
            throw refuse(message);
        }
        return new Literal.DurationValue(next().number());
    }

    /// Whether a pattern stands here, where a slash cannot divide.
    boolean isRegex() {
        return isSymbol("/");
    }

    Literal.Regex requireRegex(String message) {
        if (!isRegex()) {
            throw refuse(message);
        }
        Token regex = lexer.regexAt(current.start());
        current = lexer.at(regex.end());
        return new Literal.Regex(regex.text());
    }

    /// Whether the word behind this one is an opening bracket.
    boolean isCall() {
        return lexer.isAt(lexer.skipBlank(current.end()), '(');
    }

    /// A refusal of the word that stands here.
    ProblemException refuse(String message) {
        return refuse(message, current);
    }

    ProblemException refuse(String message, Token token) {
        return lexer.syntax(message, token.start());
    }

    ProblemException refuse() {
        return refuse(INVALID);
    }

    /// Goes one level down.
    void enter() {
        nesting++;
        if (nesting > NESTING_MAX) {
            throw Refusals.tooLarge("statement is nested too deeply (limit: " + NESTING_MAX + ")");
        }
    }

    /// Comes back up.
    void leave() {
        nesting--;
    }

    /// Goes past an operator.
    void takeOperator() {
        operators++;
        if (operators > OPERATORS_MAX) {
            throw Refusals.tooLarge(
                    "statement has too many operators (limit: " + OPERATORS_MAX + ")");
        }
        next();
    }

    /// Counts anew.
    void startStatement() {
        operators = 0;
    }
}
