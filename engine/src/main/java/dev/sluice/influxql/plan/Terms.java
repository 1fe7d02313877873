// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Walks over terms.
final class Terms {
    /// The usual unit of functions that take one.
    static final long UNIT_NANOS = 1_000_000_000L;

    private Terms() {}

    /// The term without parentheses around it, and `DISTINCT f` as the call that it is.
    static Term plain(Term term) {
        return switch (term) {
            case Term.Parenthesised nested -> plain(nested.inner());
            case Term.Distinct distinct ->
                    new Term.Call("distinct", List.of(Term.Variable.named(distinct.name())));
            default -> term;
        };
    }

    /// Whether a condition holds for the term or a part of it.
    static boolean any(Term term, Predicate<Term> condition) {
        Term plain = plain(term);
        return condition.test(plain)
                || plain.parts().stream().anyMatch(part -> any(part, condition));
    }

    static boolean any(List<Statement.Field> fields, Predicate<Term> condition) {
        return fields.stream().anyMatch(field -> any(field.term(), condition));
    }

    /// The outermost parts of a term that a condition holds for, each once.
    static Set<Term.Call> calls(List<Statement.Field> fields, Predicate<Term> condition) {
        Set<Term.Call> result = new LinkedHashSet<>();
        fields.forEach(field -> collect(field.term(), condition, result));
        return result;
    }

    /// The same of one term.
    static Set<Term.Call> calls(Term term, Predicate<Term> condition) {
        Set<Term.Call> result = new LinkedHashSet<>();
        collect(term, condition, result);
        return result;
    }

    /// The gathering calls that no window function is around, each once.
    static Set<Term.Call> outsideWindows(List<Statement.Field> fields) {
        Set<Term.Call> result = new LinkedHashSet<>();
        fields.forEach(field -> addOutsideWindows(field.term(), result));
        return result;
    }

    private static void addOutsideWindows(Term term, Set<Term.Call> result) {
        Term plain = plain(term);
        if (Function.gathers(plain)) {
            result.add((Term.Call) plain);
        } else if (!Function.isWindow(plain)) {
            plain.parts().forEach(part -> addOutsideWindows(part, result));
        }
    }

    /// How many outermost parts a condition holds for.
    static int count(List<Statement.Field> fields, Predicate<Term> condition) {
        return fields.stream().mapToInt(field -> count(field.term(), condition)).sum();
    }

    private static int count(Term term, Predicate<Term> condition) {
        Term plain = plain(term);
        return condition.test(plain)
                ? 1
                : plain.parts().stream().mapToInt(part -> count(part, condition)).sum();
    }

    private static void collect(Term term, Predicate<Term> condition, Set<Term.Call> result) {
        Term plain = plain(term);
        if (plain instanceof Term.Call call && condition.test(call)) {
            result.add(call);
        } else {
            plain.parts().forEach(part -> collect(part, condition, result));
        }
    }

    /// The variables outside of gathering calls, each once.
    static Set<Term.Variable> bareVariables(List<Statement.Field> fields) {
        Set<Term.Variable> result = new LinkedHashSet<>();
        fields.forEach(field -> addVariables(field.term(), true, result));
        return result;
    }

    /// Every variable in them, each once.
    static Set<Term.Variable> variables(List<Statement.Field> fields) {
        Set<Term.Variable> result = new LinkedHashSet<>();
        fields.forEach(field -> addVariables(field.term(), false, result));
        return result;
    }

    private static void addVariables(Term term, boolean bare, Set<Term.Variable> result) {
        Term plain = plain(term);
        if (plain instanceof Term.Variable variable) {
            result.add(variable);
        } else if (!(bare && Function.gathers(plain))) {
            plain.parts().forEach(part -> addVariables(part, bare, result));
        }
    }

    /// The tags that a call of `top` or `bottom` names between its field and its count.
    static List<Term> rankedTags(Term.Call call) {
        List<Term> arguments = call.arguments();
        return arguments.subList(1, arguments.size() - 1).stream().map(Terms::plain).toList();
    }

    /// The unit that a call names as its second argument.
    ///
    /// @param otherwise the unit where it names none
    static long unit(Term.Call call, long otherwise) {
        return call.arguments().size() > 1
                        && plain(call.arguments().get(1)) instanceof Literal.DurationValue unit
                ? unit.nanos()
                : otherwise;
    }

    /// How many window functions lie inside one another.
    static int windowDepth(Term term) {
        Term plain = plain(term);
        int inner = 0;
        for (Term part : plain.parts()) {
            inner = Math.max(inner, windowDepth(part));
        }
        return Function.isWindow(plain) ? inner + 1 : inner;
    }

    /// The term with another first argument.
    static Term.Call withFirst(Term.Call call, Term first) {
        List<Term> arguments = new ArrayList<>(call.arguments());
        arguments.set(0, first);
        return new Term.Call(call.function(), arguments);
    }
}
