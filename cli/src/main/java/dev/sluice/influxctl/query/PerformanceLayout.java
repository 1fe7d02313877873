// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.output.Format;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Counts the rows in place of showing them, and shows what the query cost (admin.md 3.7,
/// `--perf-debug`).
public final class PerformanceLayout implements ResultLayout {
    private static final String NUMBER = "-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?";

    private final Terminal terminal;
    private final Format format;
    private long rowCount;
    private long byteCount;

    /// @param terminal gets the figures at the end
    public PerformanceLayout(Terminal terminal, Format format) {
        this.terminal = terminal;
        this.format = format;
    }

    @Override
    public void columns(Schema schema) {}

    @Override
    public void rows(VectorSchemaRoot batch) {
        rowCount += batch.getRowCount();
        byteCount +=
                batch.getFieldVectors().stream().mapToLong(vector -> vector.getBufferSize()).sum();
    }

    /// The figures follow when the call has ended: see [#show].
    @Override
    public void end() {}

    /// Shows the figures. What the cluster did not say is blank in the table and left out of the
    /// JSON.
    ///
    /// @param durationNanos from the request to the last row
    /// @param measured by the cluster, see [Measurement#trailer]
    void show(long durationNanos, Map<String, String> measured) {
        double seconds = durationNanos / 1e9;
        switch (format) {
            case TABLE -> terminal.show(table(seconds, measured));
            case JSON -> JsonOutput.write(terminal.out(), json -> write(json, seconds, measured));
        }
    }

    private TextTable table(double seconds, Map<String, String> measured) {
        TextTable table = TextTable.of(List.of(Column.text("METRIC"), Column.text("VALUE")));
        table.add("Client Duration", Measurement.duration(seconds));
        table.add("Output Rows", Long.toString(rowCount));
        table.add("Output Size", Measurement.size((double) byteCount));
        for (Measurement measurement : Measurement.OF_CLUSTER) {
            @Nullable String value = measured.get(measurement.trailer());
            table.add(measurement.label(), value == null ? "" : measurement.shown(value));
        }
        return table;
    }

    private void write(JsonGenerator json, double seconds, Map<String, String> measured) {
        Map<String, String> members = new TreeMap<>();
        members.put("client_duration_secs", Double.toString(seconds));
        members.put("output_bytes", Long.toString(byteCount));
        members.put("output_rows", Long.toString(rowCount));
        for (Measurement measurement : Measurement.OF_CLUSTER) {
            @Nullable String value = measured.get(measurement.trailer());
            if (value != null) {
                members.put(measurement.key(), value);
            }
        }
        json.writeStartObject();
        members.forEach((key, value) -> {
            json.writeName(key);
            if (value.matches(NUMBER)) {
                json.writeNumber(value);
            } else {
                json.writeString(value);
            }
        });
        json.writeEndObject();
    }
}
