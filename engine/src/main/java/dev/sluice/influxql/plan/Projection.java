// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.ColumnNames;
import dev.sluice.influxql.Dimension;
import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Refusals;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.Statement.Field;
import dev.sluice.influxql.Term;
import dev.sluice.influxql.Term.Variable;
import dev.sluice.model.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What a SELECT gives, after wildcards and patterns have become names.
///
/// @param fields its columns; the alias is the final name and never empty
/// @param groupTags the tags of GROUP BY, by key
/// @param timeName the name of the time column
record Projection(List<Field> fields, List<String> groupTags, String timeName) {
    Projection {
        fields = List.copyOf(fields);
        groupTags = List.copyOf(groupTags);
    }

    /// @param dimensions of its GROUP BY, and of that around it
    /// @param columns of all sources together
    static Projection of(Statement.Select select, List<Dimension> dimensions, Columns columns) {
        List<String> groupTags = groupTags(dimensions, columns);
        List<Field> expanded = new ArrayList<>();
        String timeName = Column.TIME;
        for (Field field : select.fields()) {
            Term term = Terms.plain(field.term());
            if (term instanceof Variable variable && variable.isTime()) {
                timeName = field.alias().isEmpty() ? timeName : field.alias();
            } else {
                expanded.addAll(new Expansion(columns, groupTags).of(field, term));
            }
        }
        return new Projection(named(expanded, timeName), groupTags, timeName);
    }

    private static List<Field> named(List<Field> fields, String timeName) {
        List<String> names = new ArrayList<>();
        names.add(timeName);
        fields.forEach(field -> names.add(field.alias()));
        List<String> distinct = ColumnNames.distinct(names);
        List<Field> result = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            result.add(new Field(fields.get(i).term(), distinct.get(i + 1)));
        }
        return result;
    }

    /// The tags that GROUP BY names (data.md 6.8).
    private static List<String> groupTags(List<Dimension> dimensions, Columns columns) {
        TreeSet<String> result = new TreeSet<>(Columns.BY_BYTES);
        for (Dimension dimension : dimensions) {
            switch (dimension) {
                case Dimension.Tag tag -> result.add(tag.variable().name());
                case Dimension.Wildcard _ -> result.addAll(columns.tags());
                case Dimension.Pattern pattern ->
                        result.addAll(NamePattern.of(pattern.regex()).among(columns.tags()));
                case Dimension.Time _ -> {}
            }
        }
        return List.copyOf(result);
    }

    /// Turns one field of the text into the columns that it stands for.
    private record Expansion(Columns columns, List<String> groupTags) {
        List<Field> of(Field field, Term term) {
            return switch (term) {
                case Term.Wildcard wildcard -> variables(everything(wildcard.kind()));
                case Literal.Regex regex ->
                        variables(fitting(regex, everything(Term.WildcardKind.ALL)));
                case Term.Call call when many(call) -> calls(field, call);
                case Term.Call call when call.function().equals("top") -> ranking(field, call);
                case Term.Call call when call.function().equals("bottom") -> ranking(field, call);
                default -> {
                    if (Terms.any(term, Term::isMany)) {
                        throw Refusals.planning(
                                "unsupported binary expression: contains a wildcard or regular"
                                        + " expression");
                    }
                    yield List.of(new Field(term, ColumnNames.of(field)));
                }
            };
        }

        private static List<Field> variables(List<Variable> variables) {
            return variables.stream()
                    .map(variable -> new Field(variable, variable.name()))
                    .toList();
        }

        private static List<Variable> fitting(Literal.Regex regex, List<Variable> variables) {
            NamePattern names = NamePattern.of(regex);
            return variables.stream().filter(variable -> names.fits(variable.name())).toList();
        }

        /// Grouped tags are not repeated as columns.
        private List<Variable> everything(Term.WildcardKind kind) {
            return columns.variables().stream()
                    .filter(variable ->
                            columns.isField(variable)
                                    ? kind != Term.WildcardKind.TAG
                                    : kind != Term.WildcardKind.FIELD
                                            && !groupTags.contains(variable.name()))
                    .toList();
        }

        private static boolean many(Term.Call call) {
            if (call.arguments().isEmpty()) {
                return false;
            }
            Term first = Terms.plain(call.arguments().getFirst());
            return first.isMany() || (first instanceof Term.Call inner && many(inner));
        }

        /// One call for each field that the innermost function takes.
        private List<Field> calls(Field field, Term.Call call) {
            return calls(call).stream()
                    .map(one -> new Field(one.call, ColumnNames.expanded(field, one.field)))
                    .toList();
        }

        private record OneCall(Term.Call call, String field) {}

        private List<OneCall> calls(Term.Call call) {
            if (Terms.plain(call.arguments().getFirst()) instanceof Term.Call inner) {
                return calls(inner).stream()
                        .map(one -> new OneCall(Terms.withFirst(call, one.call), one.field))
                        .toList();
            }
            return fields(call).stream()
                    .map(name -> new OneCall(Terms.withFirst(call, Variable.named(name)), name))
                    .toList();
        }

        private List<String> fields(Term.Call call) {
            Function function = Function.find(call.function());
            if (function == null) {
                throw Refusals.planning("unsupported function " + call.function() + "()");
            }
            List<String> fields = columns.fields(function.input());
            return switch (Terms.plain(call.arguments().getFirst())) {
                case Term.Wildcard(Term.WildcardKind kind) when kind == Term.WildcardKind.TAG ->
                        throw Refusals.planning(
                                "unable to use tag as wildcard in " + call.function() + "()");
                case Literal.Regex regex -> NamePattern.of(regex).among(fields);
                default -> fields;
            };
        }

        /// The tags that `top` and `bottom` name follow as columns.
        private static List<Field> ranking(Field field, Term.Call call) {
            List<Field> result = new ArrayList<>();
            result.add(new Field(call, ColumnNames.of(field)));
            for (Term tag : Terms.rankedTags(call)) {
                result.add(new Field(tag, ColumnNames.of(new Field(tag, ""))));
            }
            return result;
        }
    }
}
