// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the JSON of the peers.
final class PeerAnswers {
    private static final String TIME = "time";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private PeerAnswers() {}

    /// What QuestDB's `/exec` answers.
    static Answer questDb(JsonNode answer) {
        List<SortedMap<String, Object>> rows = new ArrayList<>();
        JsonNode columns = answer.path("columns");
        for (JsonNode values : answer.path("dataset")) {
            SortedMap<String, Object> row = new TreeMap<>();
            for (int i = 0; i < columns.size(); i++) {
                boolean time = columns.get(i).path("type").asString("").startsWith("TIMESTAMP");
                JsonNode value = values.get(i);
                Answer.put(
                        row,
                        time ? TIME : columns.get(i).path("name").asString(""),
                        time ? (Object) nanos(value.stringValue()) : value(value));
            }
            rows.add(row);
        }
        return Answer.of(rows, false);
    }

    /// What InfluxDB's `/query` answers with `epoch=ns`. It fills gaps with rows without values.
    static Answer influxDb(JsonNode answer) {
        JsonNode result = answer.path("results").path(0);
        if (result.has("error") || result.has("partial")) {
            throw new IllegalStateException("InfluxDB answered " + result);
        }
        List<SortedMap<String, Object>> rows = new ArrayList<>();
        for (JsonNode series : result.path("series")) {
            for (JsonNode values : series.path("values")) {
                rows.add(row(series, values));
            }
        }
        boolean grouped = rows.stream().anyMatch(row -> row.containsKey(TIME));
        return Answer.of(rows, grouped);
    }

    private static SortedMap<String, Object> row(JsonNode series, JsonNode values) {
        SortedMap<String, Object> row = new TreeMap<>();
        series.path("tags")
                .properties()
                .forEach(tag -> row.put(tag.getKey(), tag.getValue().stringValue()));
        for (int i = 0; i < values.size(); i++) {
            String column = series.path("columns").get(i).stringValue();
            switch (column) {
                case TIME -> row.put(TIME, values.get(i).longValue());
                // How SHOW TAG VALUES tells them.
                case "key" -> row.put(values.get(0).stringValue(), values.get(1).stringValue());
                case "value" -> {}
                default -> Answer.put(row, column, value(values.get(i)));
            }
        }
        return row;
    }

    private static @Nullable Object value(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return value.isNumber() ? (Object) value.doubleValue() : value.stringValue();
    }

    private static long nanos(String time) {
        Instant instant = Instant.parse(time);
        return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }
}
