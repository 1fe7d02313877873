// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.influxql.BindParameters;
import dev.sluice.influxql.InfluxqlParser;
import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.plan.Planned;
import dev.sluice.influxql.plan.SeriesLayout;
import dev.sluice.model.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// InfluxQL where it touches the rest of this room: the text of a request, the metadata of a
/// result.
final class InfluxqlText {
    /// The key of the schema's metadata (data.md 4.7).
    private static final String GROUP_KEY = "iox::influxql::group_key::metadata";

    private static final JsonMapper JSON = new JsonMapper();

    private InfluxqlText() {}

    /// The statement of a text that holds exactly one, with its parameters bound.
    static Statement onlyStatement(QueryRequest request) {
        List<Statement> statements = InfluxqlParser.parse(request.text());
        if (statements.size() != 1) {
            throw Problem.invalid(
                            "influxql_statements",
                            "expected a single InfluxQL statement, got " + statements.size())
                    .asException();
        }
        Map<String, Literal> values = new HashMap<>();
        request.parameters()
                .forEach((name, value) -> values.put(name, BindParameters.literal(known(value))));
        return BindParameters.bound(statements, values).getFirst();
    }

    private static @Nullable Object known(Object value) {
        return value.equals(QueryRequest.NULL_PARAMETER) ? null : value;
    }

    /// The plan, with names and types of its columns.
    ///
    /// @param slice the same query, where it is simple and its rows are in memory; else null
    static QueryPlan named(QueryPlan plan, Planned planned, @Nullable Slice slice) {
        List<OutputColumn> columns =
                planned.columns().stream()
                        .map(column ->
                                OutputColumn.of(column.name(), column.type(), column.value()))
                        .map(column -> isMeasurement(column) ? column.withoutNulls() : column)
                        .toList();
        return new QueryPlan(plan.text(), plan.buffered(), columns, plan.size(), Map.of(), slice);
    }

    /// The plan, with what its schema tells clients of its columns.
    static QueryPlan described(QueryPlan plan, Planned planned) {
        return new QueryPlan(
                plan.text(),
                plan.buffered(),
                plan.columns(),
                plan.size(),
                Map.of(GROUP_KEY, json(planned.layout())),
                plan.slice());
    }

    private static boolean isMeasurement(OutputColumn column) {
        return column.name().equals(SeriesLayout.MEASUREMENT_NAME);
    }

    private static String json(SeriesLayout layout) {
        ObjectNode root = JSON.createObjectNode();
        root.put("measurement_column_index", SeriesLayout.MEASUREMENT);
        ArrayNode tags = root.putArray("tag_key_columns");
        for (SeriesLayout.GroupTag tag : layout.tags()) {
            tags.addObject()
                    .put("tag_key", tag.key())
                    .put("column_index", tag.column())
                    .put("is_projected", tag.projected());
        }
        return root.toString();
    }
}
