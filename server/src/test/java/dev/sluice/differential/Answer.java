// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.differential;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What one statement gives, taken apart so that parts of it can be left out of a comparison. Cells
/// are JSON texts.
///
/// @param error what went wrong, or empty
/// @param series in order
record Answer(String error, List<Series> series) {
    /// A cell that is not compared.
    static final String ANY = "~";

    private static final JsonMapper MAPPER = new JsonMapper();

    Answer {
        series = List.copyOf(series);
    }

    /// A series.
    ///
    /// @param name of the measurement
    /// @param tags of the group
    /// @param columns their names
    /// @param rows each with one cell a column
    record Series(
            String name, Map<String, String> tags, List<String> columns, List<List<String>> rows) {
        String key() {
            return name + '\0' + String.join("\0", tags.values());
        }

        Series withRows(List<List<String>> changed) {
            return new Series(name, tags, columns, changed);
        }
    }

    static Answer parse(String body) {
        JsonNode document = MAPPER.readTree(body);
        JsonNode error = document.at("/error");
        JsonNode result = document.at("/results/0");
        if (error.isMissingNode()) {
            error = result.at("/error");
        }
        List<Series> series = new ArrayList<>();
        for (JsonNode one : result.path("series")) {
            Map<String, String> tags = new LinkedHashMap<>();
            one.path("tags")
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().stringValue()));
            List<List<String>> rows = new ArrayList<>();
            one.path("values").forEach(row -> rows.add(texts(row, JsonNode::toString)));
            series.add(
                    new Series(
                            one.path("name").asString(""),
                            tags,
                            texts(one.path("columns"), JsonNode::stringValue),
                            rows));
        }
        return new Answer(error.asString(""), series);
    }

    private static List<String> texts(JsonNode array, Function<JsonNode, String> text) {
        List<String> result = new ArrayList<>();
        array.forEach(node -> result.add(text.apply(node)));
        return result;
    }

    boolean failed() {
        return !error.isEmpty();
    }

    /// Each series changed; those without rows fall away.
    Answer map(Function<Series, Series> change) {
        return new Answer(
                error, series.stream().map(change).filter(one -> !one.rows().isEmpty()).toList());
    }

    /// The cells of some columns not compared.
    Answer without(Predicate<String> column) {
        return map(one ->
                one.withRows(
                        one.rows().stream()
                                .map(row -> blanked(one.columns(), row, column))
                                .toList()));
    }

    private static List<String> blanked(
            List<String> columns, List<String> row, Predicate<String> column) {
        List<String> result = new ArrayList<>(row);
        for (int i = 0; i < result.size(); i++) {
            if (column.test(columns.get(i))) {
                result.set(i, ANY);
            }
        }
        return result;
    }

    /// Without a column.
    Answer dropped(String column) {
        return map(one -> {
            int place = one.columns().indexOf(column);
            return place < 0
                    ? one
                    : new Series(
                            one.name(),
                            one.tags(),
                            left(one.columns(), place),
                            one.rows().stream().map(row -> left(row, place)).toList());
        });
    }

    private static List<String> left(List<String> values, int place) {
        List<String> result = new ArrayList<>(values);
        result.remove(place);
        return result;
    }

    /// With other names of columns.
    Answer renamed(UnaryOperator<String> change) {
        return map(one ->
                new Series(
                        one.name(),
                        one.tags(),
                        one.columns().stream().map(change).toList(),
                        one.rows()));
    }

    Answer sortedSeries() {
        return new Answer(
                error, series.stream().sorted(Comparator.comparing(Series::key)).toList());
    }

    Answer sortedRows() {
        return map(one ->
                one.withRows(
                        one.rows().stream().sorted(Comparator.comparing(List::toString)).toList()));
    }

    Answer reversedRows() {
        return map(one -> one.withRows(one.rows().reversed()));
    }

    Answer page(long limit, long offset) {
        return map(one -> one.withRows(one.rows().stream().skip(offset).limit(limit).toList()));
    }

    /// What one cell becomes beside the other's.
    interface CellChange {
        /// The cell to compare.
        ///
        /// @param column its name
        /// @param other the cell in the same place of the other answer
        String change(String column, String cell, String other);
    }

    /// Cells changed by those in the same place of another answer, as far as both have the same
    /// form.
    Answer beside(Answer other, CellChange change) {
        List<Series> result = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            Series one = series.get(i);
            Series its = i < other.series.size() ? other.series.get(i) : null;
            result.add(one.withRows(beside(one, its, change)));
        }
        return new Answer(error, result);
    }

    private static List<List<String>> beside(
            Series one, @Nullable Series other, CellChange change) {
        List<List<String>> rows = new ArrayList<>();
        for (int r = 0; r < one.rows().size(); r++) {
            List<String> row = new ArrayList<>(one.rows().get(r));
            List<String> its =
                    other == null || r >= other.rows().size() ? List.of() : other.rows().get(r);
            for (int c = 0; c < Math.min(row.size(), its.size()); c++) {
                row.set(
                        c,
                        Objects.requireNonNull(
                                change.change(one.columns().get(c), row.get(c), its.get(c))));
            }
            rows.add(row);
        }
        return rows;
    }

    /// Some of the answer, for messages.
    String shown() {
        String text = failed() ? "error: " + error : series.toString();
        return text.length() > 1_500 ? text.substring(0, 1_500) + "…" : text;
    }
}
