// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.Identifiers;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.Relation;
import dev.sluice.query.sql.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// A table whose rows are made when a query asks for them.
///
/// @param columns names and types
/// @param rows values by row: `String`, `Long`, `Boolean`, an [Expression], or null
record View(List<Column> columns, List<List<@Nullable Object>> rows) {
    private static final JsonMapper JSON = new JsonMapper();

    /// What a row is called before it is parted into columns.
    private static final String ROW = "packed";

    /// A column of a view.
    ///
    /// @param name as the user sees it
    /// @param type of its values
    record Column(String name, SqlType type) {}

    /// Columns of text.
    static List<Column> texts(String... names) {
        List<Column> result = new ArrayList<>();
        for (String name : names) {
            result.add(new Column(name, SqlType.VARCHAR));
        }
        return result;
    }

    /// One row.
    static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }

    /// What it brings into a query.
    List<OutputColumn> output() {
        return columns.stream()
                .map(column ->
                        OutputColumn.of(
                                column.name(),
                                new Expression.Cast(
                                        Expression.Literal.ofText(""), column.type(), false)))
                .toList();
    }

    /// Its rows under a name.
    Relation relation(String alias) {
        List<String> names = columns.stream().map(Column::name).toList();
        if (rows.isEmpty()) {
            return new Relation.Derived(nothing(), alias, names);
        }
        return rows.stream().flatMap(List::stream).anyMatch(Expression.class::isInstance)
                ? new Relation.Values(rows.stream().map(this::values).toList(), alias, names)
                : new Relation.Derived(unpacked(), alias, names);
    }

    /// The rows out of one text. Of a row that is written out the engine plans each value by
    /// itself, which for the columns of a hundred tables took seconds and gigabytes.
    private Query unpacked() {
        List<Query.SelectItem> items = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Expression text =
                    Expression.Call.of(
                            "list_extract",
                            new Expression.ColumnReference(List.of(ROW)),
                            Literal.ofLong(i + 1L));
            items.add(
                    new Query.SelectItem(
                            new Expression.Cast(text, columns.get(i).type(), false),
                            columns.get(i).name()));
        }
        String sql =
                "SELECT unnest(from_json("
                        + Identifiers.quotedText(packed())
                        + ", '[[\"VARCHAR\"]]')) AS "
                        + ROW;
        return Query.Select.of(items, new Relation.Scan(sql, ROW, List.of()));
    }

    private String packed() {
        ArrayNode all = JSON.createArrayNode();
        for (List<@Nullable Object> row : rows) {
            ArrayNode values = all.addArray();
            for (Object value : row) {
                values.add(value == null ? null : value.toString());
            }
        }
        return all.toString();
    }

    private List<Expression> values(List<@Nullable Object> row) {
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(value(row.get(i), columns.get(i).type()));
        }
        return values;
    }

    private static Expression value(@Nullable Object value, SqlType type) {
        return switch (value) {
            case null -> new Expression.Cast(new Literal(Literal.Kind.NULL, ""), type, false);
            case Expression expression -> expression;
            case Long number -> Literal.ofLong(number);
            case Boolean truth -> new Literal(Literal.Kind.BOOLEAN, truth.toString());
            default -> Literal.ofText(value.toString());
        };
    }

    private Query nothing() {
        List<Query.SelectItem> items = new ArrayList<>();
        for (Column column : columns) {
            items.add(new Query.SelectItem(value(null, column.type()), column.name()));
        }
        return Query.Select.of(
                items, new Relation.Nothing(), new Literal(Literal.Kind.BOOLEAN, "false"));
    }
}
