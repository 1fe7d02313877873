// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.function.Predicate;

/// What a projected term may be made of, before any function is looked at (data.md 6.2 and 6.4).
final class TermShapes {
    private TermShapes() {}

    static void check(Term term) {
        if (contains(term, part -> part instanceof Term.BindParameter)) {
            throw Refusals.planning("unexpected bind parameter");
        }
        if (!isVariable(term)) {
            throw Refusals.planning("field must contain at least one variable");
        }
        wildcards(term);
    }

    /// Whether there is anything in it beside constants and what is computed from them.
    static boolean isVariable(Term term) {
        return switch (term) {
            case Term.Variable _, Term.Wildcard _, Term.Distinct _, Literal.Regex _ -> true;
            case Term.Call call -> !Functions.isMath(call.function()) || anyVariable(term);
            case Term.Binary _, Term.Parenthesised _ -> anyVariable(term);
            case Term.BindParameter _, Literal _ -> false;
        };
    }

    private static boolean anyVariable(Term term) {
        for (Term part : term.parts()) {
            if (isVariable(part)) {
                return true;
            }
        }
        return false;
    }

    /// Whether it is made of constants and operators alone.
    static boolean isConstant(Term term) {
        return switch (term) {
            case Literal.Regex _ -> false;
            case Literal _ -> true;
            case Term.Binary binary -> isConstant(binary.left()) && isConstant(binary.right());
            case Term.Parenthesised nested -> isConstant(nested.inner());
            case Term.Variable _,
                    Term.Wildcard _,
                    Term.Distinct _,
                    Term.BindParameter _,
                    Term.Call _ ->
                    false;
        };
    }

    private static void wildcards(Term term) {
        boolean many = contains(term, Term::isMany);
        if (many && term instanceof Term.Binary) {
            throw Refusals.planning(
                    "unsupported binary expression: contains a wildcard or regular expression");
        }
        if (many && term instanceof Term.Call call && !call.arguments().isEmpty()) {
            if (call.arguments().getFirst() instanceof Term.Wildcard wildcard
                    && wildcard.kind() == Term.WildcardKind.TAG) {
                throw Refusals.planning(
                        "unable to use tag as wildcard in " + call.function() + "()");
            }
        }
        for (Term part : term.parts()) {
            wildcards(part);
        }
    }

    private static boolean contains(Term term, Predicate<Term> condition) {
        if (condition.test(term)) {
            return true;
        }
        for (Term part : term.parts()) {
            if (contains(part, condition)) {
                return true;
            }
        }
        return false;
    }
}
