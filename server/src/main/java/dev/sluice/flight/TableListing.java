// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.model.ColumnType;
import dev.sluice.query.ResultStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The tables of a database and their columns, as `information_schema` shows them: what Flight SQL
/// tells of a database is what SQL tells of it.
final class TableListing {
    /// How `information_schema` calls the type of a user's table.
    static final String BASE_TABLE = "BASE TABLE";

    static final String VIEW = "VIEW";

    private static final String TABLES =
            "SELECT table_schema, table_name, table_type FROM information_schema.tables"
                    + " ORDER BY table_schema, table_name";
    private static final String COLUMNS =
            "SELECT table_schema, table_name, column_name, data_type, is_nullable"
                    + " FROM information_schema.columns"
                    + " ORDER BY table_schema, table_name, ordinal_position";
    private static final String USER_SCHEMA = "iox";
    private static final String COLUMN_TYPE = "iox::column::type";

    private TableListing() {}

    /// A table.
    ///
    /// @param type `BASE TABLE` or `VIEW`
    record Table(String schema, String name, String type) {}

    /// Every table, by schema and name.
    ///
    /// @param ask asks a query of the database in question
    static List<Table> tables(Function<String, ResultStream> ask) {
        return rows(ask, TABLES).stream()
                .map(row -> new Table(row.get(0), row.get(1), row.get(2)))
                .toList();
    }

    /// The columns of every table, by schema and name of the table.
    ///
    /// @param ask asks a query of the database in question
    static Map<List<String>, Schema> columns(Function<String, ResultStream> ask) {
        Map<List<String>, List<Field>> fields = new HashMap<>();
        for (List<String> row : rows(ask, COLUMNS)) {
            fields.computeIfAbsent(row.subList(0, 2), _ -> new ArrayList<>())
                    .add(field(row.get(0), row.get(2), row.get(3), row.get(4)));
        }
        Map<List<String>, Schema> schemas = new HashMap<>();
        fields.forEach((table, columns) -> schemas.put(table, new Schema(columns)));
        return schemas;
    }

    /// A schema as messages carry it.
    static byte[] bytes(Schema schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            MessageSerializer.serialize(new WriteChannel(Channels.newChannel(bytes)), schema);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static Field field(String schema, String name, String dataType, String nullable) {
        ColumnType type = schema.equals(USER_SCHEMA) ? columnType(dataType) : null;
        return new Field(
                name,
                new FieldType(
                        nullable.equals("YES"),
                        arrowType(dataType),
                        null,
                        type == null ? null : Map.of(COLUMN_TYPE, type.longName())),
                null);
    }

    /// Tags are text on the wire (data.md 4.7), whatever they are inside.
    private static ArrowType arrowType(String dataType) {
        return switch (dataType) {
            case "Int64" -> new ArrowType.Int(64, true);
            case "UInt64" -> new ArrowType.Int(64, false);
            case "Float64" -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case "Boolean" -> ArrowType.Bool.INSTANCE;
            case "Timestamp(Nanosecond, None)" ->
                    new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
            default -> ArrowType.Utf8.INSTANCE;
        };
    }

    private static @Nullable ColumnType columnType(String dataType) {
        return switch (dataType) {
            case "Dictionary(Int32, Utf8)" -> ColumnType.TAG;
            case "Utf8" -> ColumnType.STRING;
            case "Int64" -> ColumnType.INTEGER;
            case "UInt64" -> ColumnType.UINTEGER;
            case "Float64" -> ColumnType.FLOAT;
            case "Boolean" -> ColumnType.BOOLEAN;
            case "Timestamp(Nanosecond, None)" -> ColumnType.TIME;
            default -> null;
        };
    }

    private static List<List<String>> rows(Function<String, ResultStream> ask, String sql) {
        List<List<String>> rows = new ArrayList<>();
        try (ResultStream result = ask.apply(sql)) {
            while (result.next()) {
                List<FieldVector> columns = result.root().getFieldVectors();
                for (int row = 0; row < result.root().getRowCount(); row++) {
                    List<String> values = new ArrayList<>();
                    for (FieldVector column : columns) {
                        values.add(String.valueOf(column.getObject(row)));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }
}
