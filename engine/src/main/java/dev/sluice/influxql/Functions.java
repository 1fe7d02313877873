// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.List;
import java.util.Set;

/// The functions of a projection by their class (data.md 6.5).
final class Functions {
    private static final Set<String> MATH_OF_ONE =
            Set.of(
                    "abs", "sin", "cos", "tan", "asin", "acos", "atan", "exp", "ln", "log2",
                    "log10", "sqrt", "ceil", "floor", "round");
    private static final Set<String> MATH_OF_TWO = Set.of("atan2", "pow", "log");
    private static final Set<String> AGGREGATES =
            Set.of("count", "sum", "mean", "median", "mode", "spread", "stddev");
    private static final Set<String> SELECTORS = Set.of("first", "last", "min", "max");

    private Functions() {}

    /// Whether it computes one number from numbers of one row.
    static boolean isMath(String function) {
        return MATH_OF_ONE.contains(function) || MATH_OF_TWO.contains(function);
    }

    /// How many arguments a function of numbers takes.
    static int mathArguments(String function) {
        return MATH_OF_TWO.contains(function) ? 2 : 1;
    }

    /// Whether it gathers rows and takes a field alone.
    static boolean isAggregate(String function) {
        return AGGREGATES.contains(function);
    }

    /// Whether it chooses a row and takes a field alone.
    static boolean isSelector(String function) {
        return SELECTORS.contains(function);
    }

    static void requireCount(Term.Call call, int count) {
        int actual = call.arguments().size();
        if (actual != count) {
            throw count(call, String.valueOf(count));
        }
    }

    static void requireCount(Term.Call call, int least, int most) {
        int actual = call.arguments().size();
        if (actual < least || actual > most) {
            throw count(call, "at least " + least + " but no more than " + most);
        }
    }

    private static RuntimeException count(Term.Call call, String expected) {
        return Refusals.planning(
                "invalid number of arguments for "
                        + call.function()
                        + ", expected "
                        + expected
                        + ", got "
                        + call.arguments().size());
    }

    static void requireField(String function, Term term) {
        if (!isField(term)) {
            throw Refusals.planning(
                    "expected field argument in " + function + "(), got " + text(term));
        }
    }

    /// The second argument of functions that take a unit; it may be left out.
    static void requireUnit(Term.Call call) {
        List<Term> arguments = call.arguments();
        if (arguments.size() < 2) {
            return;
        }
        if (!(arguments.get(1) instanceof Literal.DurationValue unit)) {
            throw Refusals.planning(
                    "argument 2 to "
                            + call.function()
                            + " must be a duration, got "
                            + text(arguments.get(1)));
        }
        requirePositive(unit);
    }

    static void requirePositive(Literal.DurationValue duration) {
        if (duration.nanos() <= 0) {
            throw Refusals.planning("duration argument must be positive, got " + text(duration));
        }
    }

    static void requirePercentage(Term term) {
        if (!(term instanceof Literal.Int) && !(term instanceof Literal.Real)) {
            throw Refusals.planning("expected number for percentile(), got " + text(term));
        }
    }

    /// How many rows a moving average looks at.
    static void requireWindow(Term term) {
        if (!(term instanceof Literal.Int count)) {
            throw Refusals.planning("expected integer argument in moving_average()");
        }
        if (count.value() <= 1) {
            throw Refusals.planning(
                    "moving_average window must be greater than 1, got " + count.value());
        }
    }

    /// The arguments of `top` and `bottom`: a field, perhaps tags, how many.
    static void requireRanking(Term.Call call) {
        String name = call.function();
        List<Term> arguments = call.arguments();
        if (arguments.size() < 2) {
            throw count(call, "at least 2");
        }
        if (!(arguments.getLast() instanceof Literal.Int limit)) {
            throw Refusals.planning(
                    "expected integer as last argument for "
                            + name
                            + ", got "
                            + text(arguments.getLast()));
        }
        if (limit.value() <= 0) {
            throw Refusals.planning(
                    "limit (" + limit.value() + ") for " + name + " must be greater than 0");
        }
        if (!isField(arguments.getFirst())) {
            throw Refusals.planning("expected first argument to be a field for " + name);
        }
        for (Term tag : arguments.subList(1, arguments.size() - 1)) {
            if (!(tag instanceof Term.Variable)) {
                throw Refusals.planning(
                        "only fields or tags are allow for " + name + "(), got " + text(tag));
            }
        }
    }

    /// A field, or what stands for fields.
    static boolean isField(Term term) {
        return term instanceof Term.Variable || term.isMany();
    }

    private static String text(Term term) {
        return InfluxqlWriter.write(term);
    }
}
