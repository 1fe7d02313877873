// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.influxql.BindParameters;
import dev.sluice.influxql.InfluxqlParser;
import dev.sluice.influxql.Literal;
import dev.sluice.influxql.Statement;
import dev.sluice.influxql.plan.SeriesLayout;
import dev.sluice.influxql.plan.SeriesLayout.GroupTag;
import dev.sluice.influxql.plan.SeriesLayout.ShownColumn;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.ResultStream;
import dev.sluice.query.SeriesResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt8Vector;

/// [QueryFixture], asked in InfluxQL. A result is one text a line: the series, then its rows.
final class InfluxqlFixture implements AutoCloseable {
    private final QueryFixture fixture;

    private InfluxqlFixture(QueryFixture fixture) {
        this.fixture = fixture;
    }

    static InfluxqlFixture open(Path directory) throws IOException {
        return new InfluxqlFixture(QueryFixture.open(directory));
    }

    QueryFixture database() {
        return fixture;
    }

    SeriesResult series(String text) {
        return series(text, Map.of());
    }

    SeriesResult series(String text, Map<String, Object> parameters) {
        return fixture.service.openSeries(
                fixture.grant(), statement(text, parameters), QueryFixture.LONG);
    }

    private static Statement statement(String text, Map<String, Object> parameters) {
        Map<String, Literal> values = new HashMap<>();
        parameters.forEach((name, value) -> values.put(name, BindParameters.literal(value)));
        return BindParameters.bound(InfluxqlParser.parse(text), values).getFirst();
    }

    /// What a statement gives: for each series its name, tags and columns, then its rows.
    List<String> ask(String text) {
        return ask(text, Map.of());
    }

    List<String> ask(String text, Map<String, Object> parameters) {
        List<String> result = new ArrayList<>();
        SeriesResult series = series(text, parameters);
        String last = "";
        try (ResultStream rows = series.rows()) {
            while (rows.next()) {
                for (int row = 0; row < rows.root().getRowCount(); row++) {
                    String head = head(series.layout(), rows.root().getFieldVectors(), row);
                    if (!head.equals(last)) {
                        result.add(head);
                        last = head;
                    }
                    result.add(values(series.layout(), rows.root().getFieldVectors(), row));
                }
            }
        }
        return result;
    }

    /// The rows without the lines of the series.
    List<String> rows(String text) {
        return ask(text).stream().filter(line -> !line.contains("{")).toList();
    }

    /// The rows of one series, each as `seconds=values`.
    String bins(String query) {
        return rows(query).stream()
                .map(row -> {
                    int end = row.indexOf(' ');
                    Instant time = Instant.parse(row.substring(0, end));
                    String nanos =
                            time.getNano() == 0 ? "" : "." + "%09d".formatted(time.getNano());
                    return time.getEpochSecond() + nanos + "=" + row.substring(end + 1);
                })
                .collect(Collectors.joining(" "));
    }

    /// The columns of the first series.
    List<String> columns(String text) {
        SeriesResult series = series(text);
        series.rows().close();
        return series.layout().columns().stream().map(ShownColumn::name).toList();
    }

    ResultStream stream(String text) {
        return fixture.service.open(
                fixture.grant(),
                new QueryRequest(
                        text, QueryRequest.Language.INFLUXQL, Map.of(), QueryFixture.LONG));
    }

    private static String head(SeriesLayout layout, List<FieldVector> vectors, int row) {
        String tags =
                layout.tags().stream()
                        .map((GroupTag tag) ->
                                tag.key() + "=" + text(vectors.get(tag.column()), row, ""))
                        .collect(Collectors.joining(","));
        String columns =
                layout.columns().stream().map(ShownColumn::name).collect(Collectors.joining(" "));
        return text(vectors.get(SeriesLayout.MEASUREMENT), row, "") + "{" + tags + "} " + columns;
    }

    private static String values(SeriesLayout layout, List<FieldVector> vectors, int row) {
        return layout.columns().stream()
                .map(column -> text(vectors.get(column.column()), row, "null"))
                .collect(Collectors.joining(" "));
    }

    private static String text(FieldVector vector, int row, String nothing) {
        if (vector.isNull(row)) {
            return nothing;
        }
        return switch (vector) {
            case TimeStampNanoVector times -> Instant.ofEpochSecond(0, times.get(row)).toString();
            case UInt8Vector unsigned -> String.valueOf(unsigned.getObjectNoOverflow(row));
            default -> number(vector.getObject(row));
        };
    }

    /// Floats without a fraction as JSON shows them.
    private static String number(Object value) {
        if (value instanceof Double real && Double.isNaN(real)) {
            return "null";
        }
        boolean whole =
                value instanceof Double real && real == Math.rint(real) && Math.abs(real) < 1e15;
        return whole ? String.valueOf(((Double) value).longValue()) : String.valueOf(value);
    }

    @Override
    public void close() {
        fixture.close();
    }
}
