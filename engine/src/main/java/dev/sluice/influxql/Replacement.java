// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Makes a tree anew with other terms in it. The rule sees each term once its parts are replaced.
final class Replacement {
    private final UnaryOperator<Term> rule;

    Replacement(UnaryOperator<Term> rule) {
        this.rule = rule;
    }

    Statement in(Statement statement) {
        return switch (statement) {
            case Statement.Select select -> in(select);
            case Statement.Explain explain ->
                    new Statement.Explain(
                            explain.analyze(), explain.verbose(), in(explain.select()));
            case Statement.ShowMeasurements show ->
                    new Statement.ShowMeasurements(
                            show.on(), show.filter(), in(show.where()), show.page());
            case Statement.ShowTagKeys show ->
                    new Statement.ShowTagKeys(
                            show.database(), show.from(), in(show.where()), show.page());
            case Statement.ShowTagValues show ->
                    new Statement.ShowTagValues(
                            show.database(),
                            show.from(),
                            show.keys(),
                            in(show.where()),
                            show.page());
            case Statement.Delete delete -> new Statement.Delete(delete.from(), in(delete.where()));
            case Statement.ShowFieldKeys _,
                    Statement.ShowDatabases _,
                    Statement.ShowRetentionPolicies _,
                    Statement.CreateDatabase _,
                    Statement.DropMeasurement _ ->
                    statement;
        };
    }

    Statement.Select in(Statement.Select select) {
        return new Statement.Select(
                select.fields().stream()
                        .map(field -> new Statement.Field(in(field.term()), field.alias()))
                        .toList(),
                select.from().stream().map(this::in).toList(),
                in(select.where()),
                select.groupBy().stream().map(this::in).toList(),
                select.fill(),
                select.order(),
                select.page(),
                select.seriesPage(),
                select.zone());
    }

    private Source in(Source source) {
        return switch (source) {
            case Source.Measurement measurement -> measurement;
            case Source.Subquery subquery -> new Source.Subquery(in(subquery.select()));
        };
    }

    private Dimension in(Dimension dimension) {
        return dimension instanceof Dimension.Time time && time.offset() != null
                ? new Dimension.Time(time.interval(), in(time.offset()))
                : dimension;
    }

    @Nullable Condition in(@Nullable Condition condition) {
        return condition == null ? null : replaced(condition);
    }

    private Condition replaced(Condition condition) {
        return switch (condition) {
            case Condition.Comparison comparison ->
                    new Condition.Comparison(
                            comparison.operator(), in(comparison.left()), in(comparison.right()));
            case Condition.Match match ->
                    new Condition.Match(in(match.left()), match.negated(), match.regex());
            case Condition.Junction junction ->
                    new Condition.Junction(
                            junction.operator(),
                            replaced(junction.left()),
                            replaced(junction.right()));
            case Condition.Grouped grouped -> new Condition.Grouped(replaced(grouped.inner()));
            case Condition.Value value -> new Condition.Value(in(value.term()));
        };
    }

    Term in(Term term) {
        return rule.apply(
                switch (term) {
                    case Term.Call call -> new Term.Call(call.function(), all(call.arguments()));
                    case Term.Binary binary ->
                            new Term.Binary(
                                    binary.operator(), in(binary.left()), in(binary.right()));
                    case Term.Parenthesised nested -> new Term.Parenthesised(in(nested.inner()));
                    case Literal _,
                            Term.Variable _,
                            Term.Wildcard _,
                            Term.Distinct _,
                            Term.BindParameter _ ->
                            term;
                });
    }

    private List<Term> all(List<Term> terms) {
        return terms.stream().map(this::in).toList();
    }
}
