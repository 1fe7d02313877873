// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.output.JsonOutput;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import tools.jackson.core.JsonGenerator;

/// An array of objects with sorted keys, moments as whole nanoseconds (admin.md 3.7). Each batch is
/// printed as it comes, so memory does not grow with the result.
public final class JsonLayout implements ResultLayout {
    private final PrintStream out;
    private final JsonGenerator json;

    /// @param out gets the document and a line feed at the end
    public JsonLayout(PrintStream out) {
        this.out = out;
        this.json = JsonOutput.open(out);
    }

    @Override
    public void columns(Schema schema) {
        schema.getFields().forEach(CellReader::require);
        json.writeStartArray();
    }

    @Override
    public void rows(VectorSchemaRoot batch) {
        List<FieldVector> sorted =
                batch.getFieldVectors().stream()
                        .sorted(Comparator.comparing(vector -> name(vector)))
                        .toList();
        for (int row = 0; row < batch.getRowCount(); row++) {
            json.writeStartObject();
            for (FieldVector vector : sorted) {
                json.writeName(name(vector));
                write(CellReader.read(vector, row));
            }
            json.writeEndObject();
        }
        json.flush();
    }

    @Override
    public void end() {
        json.writeEndArray();
        json.close();
        out.print('\n');
        out.flush();
    }

    private static String name(FieldVector vector) {
        Field field = vector.getField();
        return field.getName();
    }

    private void write(Cell cell) {
        switch (cell) {
            case Cell.Absent _ -> json.writeNull();
            case Cell.Flag(boolean value) -> json.writeBoolean(value);
            case Cell.Digits(String text) -> json.writeNumber(text);
            case Cell.NotANumber(String name) -> json.writeString(name);
            case Cell.Moment(long nanos) -> json.writeNumber(nanos);
            case Cell.Words(String text) -> json.writeString(text);
        }
    }
}
