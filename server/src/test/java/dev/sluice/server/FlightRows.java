// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/// Rows that came, and rows that are sent.
final class FlightRows {
    private FlightRows() {}

    /// One text a row, values joined by `|`.
    static List<String> of(FlightStream stream) {
        List<String> rows = new ArrayList<>();
        while (stream.next()) {
            for (int row = 0; row < stream.getRoot().getRowCount(); row++) {
                rows.add(row(stream.getRoot().getFieldVectors(), row));
            }
        }
        return rows;
    }

    private static String row(List<FieldVector> columns, int row) {
        return String.join(
                "|",
                columns.stream().map(column -> Objects.toString(column.getObject(row))).toList());
    }

    static void fillNumber(VectorSchemaRoot root, int column, long value) {
        BigIntVector vector = (BigIntVector) root.getVector(column);
        vector.allocateNew(1);
        vector.set(0, value);
    }

    static void fill(VectorSchemaRoot root, int column, String value) {
        VarCharVector vector = (VarCharVector) root.getVector(column);
        vector.allocateNew(1);
        vector.setSafe(0, value.getBytes(StandardCharsets.UTF_8));
    }
}
