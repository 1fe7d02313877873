// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.output.FloatText;
import dev.sluice.model.Problem;
import java.math.BigDecimal;
import java.util.HexFormat;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/// Turns a value of an Arrow column into a [Cell].
final class CellReader {
    private CellReader() {}

    /// Whether the cells of a column are numbers, which stand on the right side of a table.
    static boolean isNumeric(Field field) {
        return switch (field.getType().getTypeID()) {
            case Int, FloatingPoint, Decimal -> true;
            default -> false;
        };
    }

    static boolean isMoment(Field field) {
        return field.getType() instanceof ArrowType.Timestamp;
    }

    /// Refuses columns that would be shown wrongly: a dictionary's indices are not its values.
    static void require(Field field) {
        if (field.getDictionary() != null) {
            throw Problem.invalid(
                            "dictionary_column",
                            "column \""
                                    + field.getName()
                                    + "\" came as a dictionary, which influxctl does not read; cast"
                                    + " it in the query")
                    .asException();
        }
    }

    static Cell read(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return new Cell.Absent();
        }
        return switch (vector) {
            case BigIntVector whole -> new Cell.Digits(Long.toString(whole.get(row)));
            case UInt8Vector whole -> new Cell.Digits(Long.toUnsignedString(whole.get(row)));
            case Float8Vector fraction -> number(fraction.get(row));
            case Float4Vector fraction -> number(fraction.get(row));
            case BitVector flag -> new Cell.Flag(flag.get(row) != 0);
            case TimeStampVector moment -> new Cell.Moment(nanos(moment, row));
            case VarBinaryVector bytes -> new Cell.Words(HexFormat.of().formatHex(bytes.get(row)));
            default -> other(vector, row);
        };
    }

    private static Cell number(double value) {
        String text = FloatText.of(value);
        return Double.isFinite(value) ? new Cell.Digits(text) : new Cell.NotANumber(text);
    }

    private static Cell number(float value) {
        String text = FloatText.of(value);
        return Float.isFinite(value) ? new Cell.Digits(text) : new Cell.NotANumber(text);
    }

    private static long nanos(TimeStampVector vector, int row) {
        long value = vector.get(row);
        ArrowType.Timestamp type = (ArrowType.Timestamp) vector.getField().getType();
        return switch (type.getUnit()) {
            case SECOND -> Math.multiplyExact(value, 1_000_000_000L);
            case MILLISECOND -> Math.multiplyExact(value, 1_000_000L);
            case MICROSECOND -> Math.multiplyExact(value, 1_000L);
            case NANOSECOND -> value;
        };
    }

    private static Cell other(FieldVector vector, int row) {
        Object value = vector.getObject(row);
        return switch (value) {
            case null -> new Cell.Absent();
            case BigDecimal decimal -> new Cell.Digits(decimal.toPlainString());
            case Character unsigned -> new Cell.Digits(Integer.toString(unsigned));
            case Number number when isNumeric(vector.getField()) ->
                    new Cell.Digits(number.toString());
            default -> new Cell.Words(value.toString());
        };
    }
}
