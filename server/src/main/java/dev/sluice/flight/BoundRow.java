// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.query.QueryDescription;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.sql.SqlType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// The one row of values that a client binds to a prepared query.
///
/// @param names of the columns
/// @param values as [QueryRequest] takes them
record BoundRow(List<String> names, List<Object> values) {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NANOS_PER_DAY = 86_400_000 * NANOS_PER_MILLI;

    BoundRow {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    /// The columns that a client is told to send.
    static Schema schema(List<QueryDescription.Parameter> parameters) {
        return new Schema(
                parameters.stream()
                        .map(parameter ->
                                Field.nullable("$" + parameter.name(), arrowType(parameter.type())))
                        .toList());
    }

    /// Text where any type would do: a text can be written down for everything. Times are counted
    /// in milliseconds, since the JDBC driver sends these whatever unit it is told.
    private static ArrowType arrowType(@Nullable SqlType type) {
        return switch (type) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> new ArrowType.Int(64, true);
            case UBIGINT -> new ArrowType.Int(64, false);
            case FLOAT, DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case TIMESTAMP, TIMESTAMPTZ -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case VARCHAR, TIME, INTERVAL -> ArrowType.Utf8.INSTANCE;
            case null -> ArrowType.Utf8.INSTANCE;
        };
    }

    /// Reads the first row.
    ///
    /// @param dictionaries where the values are of columns that have their places in one
    /// @throws ProblemException *invalid* for a type that no parameter can have
    static BoundRow of(VectorSchemaRoot root, DictionaryProvider dictionaries) {
        List<String> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            names.add(vector.getName());
            DictionaryEncoding encoding = vector.getField().getDictionary();
            values.add(
                    encoding == null || vector.isNull(0)
                            ? value(vector, 0)
                            : looked(vector, dictionaries.lookup(encoding.getId())));
        }
        return new BoundRow(names, values);
    }

    private static Object looked(FieldVector places, @Nullable Dictionary dictionary) {
        long place = ((BaseIntVector) places).getValueAsLong(0);
        if (dictionary == null || place < 0 || place >= dictionary.getVector().getValueCount()) {
            throw Problem.invalid(
                            "parameter_dictionary",
                            "parameter '"
                                    + places.getName()
                                    + "' has a value that is not in its dictionary")
                    .asException();
        }
        return value(dictionary.getVector(), Math.toIntExact(place));
    }

    private static Object value(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return QueryRequest.NULL_PARAMETER;
        }
        return switch (vector) {
            case BitVector truth -> truth.get(row) != 0;
            case UInt8Vector number -> ReadInfo.unsigned(number.get(row));
            case BaseIntVector number -> number.getValueAsLong(row);
            case Float4Vector number -> (double) number.get(row);
            case Float8Vector number -> number.get(row);
            case DecimalVector number -> number.getObject(row).doubleValue();
            case VarCharVector text -> new String(text.get(row), StandardCharsets.UTF_8);
            case LargeVarCharVector text -> new String(text.get(row), StandardCharsets.UTF_8);
            case TimeStampVector time -> instant(time, row);
            case DateDayVector day -> instant(day, day.get(row), NANOS_PER_DAY);
            case DateMilliVector day -> instant(day, day.get(row), NANOS_PER_MILLI);
            default ->
                    throw Problem.invalid(
                                    "parameter_type",
                                    "parameter '"
                                            + vector.getName()
                                            + "' has the type "
                                            + vector.getField().getType()
                                            + ", which is not supported")
                            .asException();
        };
    }

    private static Instant instant(TimeStampVector vector, int row) {
        TimeUnit unit = ((ArrowType.Timestamp) vector.getField().getType()).getUnit();
        long unitNanos =
                switch (unit) {
                    case SECOND -> 1_000_000_000L;
                    case MILLISECOND -> NANOS_PER_MILLI;
                    case MICROSECOND -> 1_000L;
                    case NANOSECOND -> 1L;
                };
        return instant(vector, vector.get(row), unitNanos);
    }

    private static Instant instant(FieldVector vector, long value, long unitNanos) {
        try {
            return Instant.EPOCH.plusNanos(Math.multiplyExact(value, unitNanos));
        } catch (ArithmeticException _) {
            throw Problem.invalid(
                            "timestamp",
                            "parameter '"
                                    + vector.getName()
                                    + "' is outside the range of timestamps")
                    .asException();
        }
    }

    /// The values by parameter: by name where every column has the name of a parameter, else by
    /// position. Values that nobody asks for are left out.
    Map<String, Object> values(List<QueryDescription.Parameter> parameters) {
        Map<String, Object> result = new HashMap<>();
        Set<String> asked = new TreeSet<>();
        parameters.forEach(parameter -> asked.add(parameter.name()));
        List<String> bare =
                names.stream()
                        .map(name -> name.startsWith("$") ? name.substring(1) : name)
                        .toList();
        boolean named = asked.containsAll(bare) && new TreeSet<>(bare).size() == bare.size();
        for (int i = 0; i < values.size(); i++) {
            if (named) {
                result.put(bare.get(i), values.get(i));
            } else if (i < parameters.size()) {
                result.put(parameters.get(i).name(), values.get(i));
            }
        }
        return result;
    }
}
