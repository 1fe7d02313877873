// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.List;

/// Reads a projection and refuses what cannot stand together (data.md 6.6). One object for one
/// SELECT.
final class ProjectionChecks {
    private final Statement.Select select;
    private final boolean inBins;
    private int aggregates;
    private int selectors;
    private int windows;
    private boolean hasRanking;
    private boolean hasDistinct;
    private boolean hasFields;

    ProjectionChecks(Statement.Select select) {
        this.select = select;
        inBins = select.timeDimension() != null;
    }

    void check(List<Statement.Field> fields) {
        for (Statement.Field field : fields) {
            TermShapes.check(field.term());
            term(field.term());
        }
        checkFunctions();
        checkDistinct();
        checkMixture();
    }

    private int functions() {
        return aggregates + selectors + windows;
    }

    private void checkFunctions() {
        if (functions() > 1 && hasRanking) {
            throw Refusals.planning(
                    "selector functions top and bottom cannot be combined with other functions");
        }
        if (functions() > 0) {
            return;
        }
        if (select.fill() == Fill.Mode.NONE || select.fill() == Fill.Mode.LINEAR) {
            String fill = select.fill() == Fill.Mode.NONE ? "none" : "linear";
            throw Refusals.planning(
                    "FILL(" + fill + ") must be used with an aggregate or selector function");
        }
        if (inBins) {
            throw Refusals.planning("GROUP BY requires at least one aggregate function");
        }
    }

    private void checkDistinct() {
        if (hasDistinct && (functions() != 1 || hasFields)) {
            throw Refusals.planning(
                    "aggregate function distinct() cannot be combined with other functions or"
                            + " fields");
        }
    }

    private void checkMixture() {
        if (hasFields && aggregates + windows > 0) {
            throw Refusals.planning("mixing aggregate and non-aggregate columns is not supported");
        }
        if (hasFields && selectors > 1) {
            throw Refusals.planning(
                    "mixing multiple selector functions with tags or fields is not supported");
        }
    }

    private void term(Term term) {
        switch (term) {
            case Term.Variable variable -> hasFields |= !variable.isTime();
            case Term.Wildcard _, Literal.Regex _ -> hasFields = true;
            case Term.Distinct _ -> {
                aggregates++;
                hasDistinct = true;
            }
            case Term.Call call when Functions.isMath(call.function()) -> math(call);
            case Term.Call call -> function(call);
            case Term.Binary _, Term.Parenthesised _ -> parts(term);
            case Term.BindParameter _ -> throw Refusals.planning("unexpected bind parameter");
            case Literal _ -> throw Refusals.planning("field must contain at least one variable");
        }
    }

    private void parts(Term term) {
        for (Term part : term.parts()) {
            if (!TermShapes.isConstant(part)) {
                term(part);
            }
        }
    }

    private void math(Term.Call call) {
        Functions.requireCount(call, Functions.mathArguments(call.function()));
        for (Term argument : call.arguments()) {
            if (!(argument instanceof Literal.Int) && !(argument instanceof Literal.Real)) {
                term(argument);
            }
        }
    }

    private void function(Term.Call call) {
        String name = call.function();
        if (Functions.isAggregate(name)) {
            aggregates++;
            Functions.requireCount(call, 1);
            aggregated(call);
        } else if (Functions.isSelector(name)) {
            selectors++;
            Functions.requireCount(call, 1);
            Functions.requireField(name, call.arguments().getFirst());
        } else {
            special(call);
        }
    }

    private void aggregated(Term.Call call) {
        Term argument = call.arguments().getFirst();
        boolean counts = call.function().equals("count");
        if (counts && argument instanceof Term.Call inner && isDistinct(inner)) {
            distinct(inner);
        } else if (!counts || !(argument instanceof Term.Distinct)) {
            Functions.requireField(call.function(), argument);
        }
    }

    private static boolean isDistinct(Term.Call call) {
        return call.function().equals("distinct");
    }

    private void distinct(Term.Call call) {
        aggregates++;
        Functions.requireCount(call, 1);
        if (!Functions.isField(call.arguments().getFirst())) {
            throw Refusals.planning("expected field argument in distinct()");
        }
    }

    private void special(Term.Call call) {
        switch (call.function()) {
            case "distinct" -> {
                distinct(call);
                hasDistinct = true;
            }
            case "percentile" -> {
                selectors++;
                Functions.requireCount(call, 2);
                Functions.requirePercentage(call.arguments().get(1));
                Functions.requireField("percentile", call.arguments().getFirst());
            }
            case "integral" -> {
                aggregates++;
                Functions.requireCount(call, 1, 2);
                Functions.requireUnit(call);
                Functions.requireField("integral", call.arguments().getFirst());
            }
            case "top", "bottom" -> ranking(call);
            case "derivative", "non_negative_derivative", "elapsed" -> {
                Functions.requireCount(call, 1, 2);
                Functions.requireUnit(call);
                window(call);
            }
            case "difference", "non_negative_difference" -> {
                Functions.requireCount(call, 1);
                window(call);
            }
            case "cumulative_sum" -> {
                Functions.requireCount(call, 1);
                window(call);
            }
            case "moving_average" -> {
                Functions.requireCount(call, 2);
                Functions.requireWindow(call.arguments().get(1));
                window(call);
            }
            default -> throw Refusals.planning("unsupported function " + call.function() + "()");
        }
    }

    private void ranking(Term.Call call) {
        if (hasRanking) {
            throw Refusals.planning(
                    "selector function "
                            + call.function()
                            + "() cannot be combined with other functions");
        }
        selectors++;
        hasRanking = true;
        Functions.requireRanking(call);
        hasFields |= call.arguments().size() > 2;
    }

    private void window(Term.Call call) {
        windows++;
        List<Term> arguments = call.arguments();
        if (arguments.getFirst() instanceof Term.Call inner) {
            if (!inBins) {
                throw Refusals.planning(
                        call.function() + " aggregate requires a GROUP BY interval");
            }
            if (isDistinct(inner)) {
                distinct(inner);
            } else {
                term(inner);
            }
        } else if (inBins) {
            throw Refusals.planning(
                    "aggregate function required inside the call to " + call.function());
        } else {
            Functions.requireField(call.function(), arguments.getFirst());
        }
    }
}
