// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Refuses statements that no schema could make right (data.md 6.6).
///
/// A wildcard counts as one variable here. Once a planner knows what it stands for, it asks
/// [#projection] again with the wildcards replaced, since `max(*)` may be several selectors.
public final class StatementChecks {
    private StatementChecks() {}

    /// Checks a whole statement, subqueries included.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid*, code `influxql_planning` with the
    ///   sentence of data.md 6.6, or code `influxql_not_implemented`
    public static void check(Statement statement) {
        switch (statement) {
            case Statement.Select select -> check(select);
            case Statement.Explain explain -> check(explain.select());
            case Statement.ShowMeasurements show -> check(show.where(), show.page());
            case Statement.ShowTagKeys show -> check(show.where(), show.page());
            case Statement.ShowTagValues show -> check(show.where(), show.page());
            case Statement.ShowFieldKeys show -> check(null, show.page());
            case Statement.NotImplemented other -> throw Refusals.notImplemented(other.title());
            case Statement.ShowDatabases _, Statement.ShowRetentionPolicies _ -> {}
        }
    }

    /// Checks a projection with the bins and the fill of its SELECT.
    ///
    /// @param fields those of the SELECT, or what they became
    /// @throws dev.sluice.model.ProblemException *invalid*, code `influxql_planning`
    public static void projection(Statement.Select select, List<Statement.Field> fields) {
        new ProjectionChecks(select).check(fields);
    }

    private static void check(Statement.Select select) {
        if (!select.seriesPage().equals(Statement.Page.ALL)) {
            throw Refusals.notImplemented("SLIMIT or SOFFSET");
        }
        for (Source source : select.from()) {
            if (source instanceof Source.Subquery subquery) {
                check(subquery.select());
            }
        }
        checkBins(select);
        projection(select, select.fields());
        check(select.where(), select.page());
    }

    private static void checkBins(Statement.Select select) {
        int bins = 0;
        for (Dimension dimension : select.groupBy()) {
            if (dimension instanceof Dimension.Time time) {
                bins++;
                Functions.requirePositive(time.interval());
            }
            if (dimension instanceof Dimension.Tag(Term.Variable variable) && variable.isTime()) {
                throw Refusals.planning("time() is a function and expects at least one argument");
            }
        }
        if (bins > 1) {
            throw Refusals.planning("multiple time dimensions not allowed");
        }
    }

    private static void check(@Nullable Condition where, Statement.Page page) {
        if (where != null) {
            check(where);
        }
        checkRange("limit", page.limit());
        checkRange("offset", page.offset());
    }

    private static void checkRange(String name, @Nullable Long value) {
        if (value != null && value < 0) {
            throw Refusals.planning(name + " out of range");
        }
    }

    /// The functions beside a bound of time are judged where the bound is computed.
    private static void check(Condition condition) {
        switch (condition) {
            case Condition.Comparison comparison -> {
                if (!TimeSplit.isBound(comparison)) {
                    check(comparison.left());
                    check(comparison.right());
                }
            }
            case Condition.Match match -> check(match.left());
            case Condition.Junction junction -> {
                check(junction.left());
                check(junction.right());
            }
            case Condition.Grouped grouped -> check(grouped.inner());
            case Condition.Value value -> check(value.term());
        }
    }

    private static void check(Term term) {
        if (term instanceof Term.BindParameter) {
            throw Refusals.planning("unexpected bind parameter");
        }
        if (term instanceof Term.Call call
                && !(call.function().equals("now") && call.arguments().isEmpty())) {
            throw Refusals.planning("invalid function call in condition: " + call.function());
        }
        for (Term part : term.parts()) {
            check(part);
        }
    }
}
