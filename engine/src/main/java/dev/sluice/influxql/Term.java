// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A value-giving part of a statement. Arithmetic alone: what compares is a [Condition].
///
/// A minus before a number or a duration belongs to the constant; before anything else it is a
/// product with -1, so there is no case for it. A plus sign is nothing.
public sealed interface Term
        permits Literal,
                Term.Variable,
                Term.Wildcard,
                Term.Distinct,
                Term.BindParameter,
                Term.Call,
                Term.Binary,
                Term.Parenthesised {

    /// A field, a tag, an inner alias or the time. Which of them it is needs a schema.
    ///
    /// @param name the name, upper and lower case apart; segments keep their points: `a.b`
    /// @param type after `::`, or null
    record Variable(String name, @Nullable VariableType type) implements Term {
        /// A variable without a type.
        public static Variable named(String name) {
            return new Variable(name, null);
        }

        /// Whether it is the timestamp column, which any case names, quoted or not (data.md 6.1).
        public boolean isTime() {
            return name.equalsIgnoreCase("time");
        }
    }

    /// All fields and tags.
    ///
    /// @param kind which of them
    record Wildcard(WildcardKind kind) implements Term {}

    /// `DISTINCT name`; with parentheses it is a [Call].
    ///
    /// @param name of the field
    record Distinct(String name) implements Term {}

    /// A value that comes beside the text (data.md 6.13).
    ///
    /// @param name without the dollar sign
    record BindParameter(String name) implements Term {}

    /// A function, applied. Whether there is such a function is not known here.
    ///
    /// @param function its name, lower case
    /// @param arguments in order
    record Call(String function, List<Term> arguments) implements Term {
        /// Copies the list.
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /// Two terms and an operator between them.
    ///
    /// @param operator which
    /// @param left first operand
    /// @param right second operand
    record Binary(BinaryOperator operator, Term left, Term right) implements Term {}

    /// A term in parentheses.
    ///
    /// @param inner what is in them
    record Parenthesised(Term inner) implements Term {}

    /// The terms directly inside, in the order of the text.
    default List<Term> parts() {
        return switch (this) {
            case Call call -> call.arguments();
            case Binary binary -> List.of(binary.left(), binary.right());
            case Parenthesised nested -> List.of(nested.inner());
            case Literal _, Variable _, Wildcard _, Distinct _, BindParameter _ -> List.of();
        };
    }

    /// Whether it stands for any number of variables.
    default boolean isMany() {
        return this instanceof Wildcard || this instanceof Literal.Regex;
    }

    /// What `::` may ask of a variable.
    enum VariableType {
        /// A 64-bit float.
        FLOAT,
        /// A signed 64-bit integer.
        INTEGER,
        /// An unsigned 64-bit integer.
        UNSIGNED,
        /// Text.
        STRING,
        /// True or false.
        BOOLEAN,
        /// A field of any type.
        FIELD,
        /// A tag.
        TAG
    }

    /// What a wildcard stands for.
    enum WildcardKind {
        /// `*`
        ALL,
        /// `*::field`
        FIELD,
        /// `*::tag`
        TAG
    }

    /// The arithmetic operators (data.md 6.4).
    enum BinaryOperator {
        /// Sum.
        ADD("+", false),
        /// Difference.
        SUBTRACT("-", false),
        /// Bits of either.
        BITWISE_OR("|", false),
        /// Bits of exactly one.
        BITWISE_XOR("^", false),
        /// Product.
        MULTIPLY("*", true),
        /// Quotient.
        DIVIDE("/", true),
        /// Remainder.
        MODULO("%", true),
        /// Bits of both.
        BITWISE_AND("&", true);

        private final String symbol;
        private final boolean tight;

        BinaryOperator(String symbol, boolean tight) {
            this.symbol = symbol;
            this.tight = tight;
        }

        /// As it is written.
        public String symbol() {
            return symbol;
        }

        /// Whether it binds before the others: `* / % &`.
        public boolean isTight() {
            return tight;
        }
    }
}
