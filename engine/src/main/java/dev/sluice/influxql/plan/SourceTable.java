// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Term;
import dev.sluice.influxql.Term.VariableType;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.ComparisonOperator;
import dev.sluice.query.sql.Expression.TimestampLiteral;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Query.SelectItem;
import dev.sluice.query.sql.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One measurement as a SELECT reads it: stored, or the rows of a subquery.
///
/// @param measurement its name
/// @param columns its fields and tags
/// @param ties columns that nobody can name, which order rows of one time: a subquery's
/// @param relation gives all of them and the time, as [Sql#ROWS]
/// @param bounded whether the rows still have to be cut to the time span: those of a subquery have
///   been
record SourceTable(
        String measurement, Columns columns, List<Tie> ties, Relation relation, boolean bounded) {

    /// A column that orders rows of one time.
    ///
    /// @param name of the column in the relation
    record Tie(String name, ColumnType type) {
        static List<ColumnType> types(List<Tie> ties) {
            return ties.stream().map(Tie::type).toList();
        }
    }

    private static final String SCHEMA = "iox";

    static SourceTable of(MeasurementSchema measurement) {
        return new SourceTable(
                measurement.name(),
                Columns.of(measurement),
                List.of(),
                Sql.table(SCHEMA, measurement.name()),
                true);
    }

    static Expression time() {
        return Sql.column(Column.TIME);
    }

    /// The columns as values, of the types that they have in all sources together: one whose own
    /// type does not convert is as if it were not there. A tag that other sources have is missing
    /// here in each row.
    Leaves leaves(Columns all) {
        return leaves(all, false);
    }

    /// The same as functions take them: a tag that a subquery shows is text like another, while
    /// none takes one of a measurement.
    Leaves arguments(Columns all) {
        return leaves(all, !bounded);
    }

    private Leaves leaves(Columns all, boolean tagsAreText) {
        return term -> {
            if (!(term instanceof Term.Variable variable)) {
                return null;
            }
            if (variable.isTime()) {
                return new Typed(time(), ColumnType.TIME);
            }
            ColumnType type = columns.typeOf(variable);
            if (type == null) {
                return all.typeOf(variable) == ColumnType.TAG
                                && columns.typeOf(variable.name()) == null
                        ? new Typed(Sql.nothing(ColumnType.TAG), ColumnType.TAG)
                        : Typed.nothing();
            }
            ColumnType common = all.typeOf(variable);
            boolean isText = tagsAreText || (!bounded && common == ColumnType.STRING);
            ColumnType meant = isText && type == ColumnType.TAG ? ColumnType.STRING : type;
            Typed own = new Typed(Sql.column(variable.name()), meant);
            boolean asked = variable.type() != null && variable.type() != VariableType.FIELD;
            return asked || type == common
                    ? TermCompiler.cast(own, variable.type())
                    : own.converted(common);
        };
    }

    /// A tag, also one that it lacks.
    Expression tag(String key) {
        return columns.typeOf(key) == ColumnType.TAG
                ? Sql.column(key)
                : Sql.nothing(ColumnType.TAG);
    }

    /// The tags of GROUP BY under the names that a part gives them.
    List<SelectItem> tagItems(Shape shape) {
        List<SelectItem> result = new ArrayList<>();
        for (String key : shape.groupTags()) {
            result.add(Sql.item(tag(key), Part.tag(result.size())));
        }
        return result;
    }

    /// What tells apart rows of one series and one time: its tags that no GROUP BY names, and ties.
    List<Tie> tiesBeside(Shape shape) {
        Stream<Tie> tags =
                columns.tags().stream()
                        .filter(tag -> !shape.groupTags().contains(tag))
                        .map(tag -> new Tie(tag, ColumnType.TAG));
        return Stream.concat(tags, ties.stream()).toList();
    }

    /// The same, as a [Part] names them.
    List<SelectItem> tieItems(Shape shape) {
        List<SelectItem> items = new ArrayList<>();
        for (Tie tie : tiesBeside(shape)) {
            items.add(Sql.item(Sql.column(tie.name()), Part.tie(items.size())));
        }
        return items;
    }

    /// Columns of those of its rows that count.
    ///
    /// @param span the bounds of time
    /// @param present one of these must be there
    Query.Select select(
            List<SelectItem> items, Shape shape, TimeSpan span, List<Expression> present) {
        List<Expression> conditions = within(span);
        if (shape.condition() != null) {
            conditions.add(
                    new ConditionCompiler(leaves(shape.columns())).compile(shape.condition()));
        }
        conditions.add(Sql.anyNotNull(present));
        return Sql.select(items, relation, Sql.and(conditions));
    }

    /// The conditions that cut its rows to a span.
    List<Expression> within(TimeSpan span) {
        List<Expression> result = new ArrayList<>();
        if (bounded && span.hasLower()) {
            result.add(bound(ComparisonOperator.GREATER_OR_EQUAL, span.lower()));
        }
        if (bounded && span.hasUpper()) {
            result.add(bound(ComparisonOperator.LESS_OR_EQUAL, span.upper()));
        }
        return result;
    }

    private static Expression bound(ComparisonOperator operator, long nanos) {
        return Sql.compare(time(), operator, new TimestampLiteral(nanos));
    }
}
