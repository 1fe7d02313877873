// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.query.QueryDescription.Parameter;
import dev.sluice.query.QueryRequest;
import dev.sluice.query.sql.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Values that clients bind.
final class BoundRowTest {
    private static final List<Parameter> TWO =
            List.of(new Parameter("1", SqlType.BIGINT), new Parameter("2", null));

    private final BufferAllocator memory = new RootAllocator();
    private final List<FieldVector> columns = new ArrayList<>();
    private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();

    @AfterEach
    void nothingIsLeaked() {
        columns.forEach(FieldVector::close);
        dictionaries.close();
        memory.close();
    }

    private <V extends FieldVector> V column(V vector) {
        vector.allocateNew();
        vector.setValueCount(1);
        columns.add(vector);
        return vector;
    }

    private BoundRow row() {
        VectorSchemaRoot root =
                new VectorSchemaRoot(
                        columns.stream().map(FieldVector::getField).toList(), columns, 1);
        return BoundRow.of(root, dictionaries);
    }

    @Test
    void readsEveryType() {
        column(new BitVector("b", memory)).set(0, 1);
        column(new IntVector("i", memory)).set(0, -3);
        column(new BigIntVector("l", memory)).set(0, Long.MIN_VALUE);
        column(new UInt8Vector("u", memory)).set(0, -1L);
        column(new UInt8Vector("u2", memory)).set(0, 5L);
        column(new Float4Vector("f", memory)).set(0, 0.5f);
        column(new Float8Vector("d", memory)).set(0, 1e300);
        column(new DecimalVector("n", memory, 9, 2)).set(0, new BigDecimal("1.25"));
        column(new VarCharVector("s", memory)).setSafe(0, "tü".getBytes(StandardCharsets.UTF_8));
        column(new TimeStampNanoVector("tn", memory)).set(0, -1L);
        column(new TimeStampMilliVector("tm", memory)).set(0, -1L);
        column(new DateDayVector("dd", memory)).set(0, -1);
        column(new DateMilliVector("dm", memory)).set(0, 86_400_000L);
        column(new VarBinaryVector("null", memory));

        assertThat(row().values())
                .containsExactly(
                        true,
                        -3L,
                        Long.MIN_VALUE,
                        new BigInteger("18446744073709551615"),
                        5L,
                        0.5,
                        1e300,
                        1.25,
                        "tü",
                        Instant.parse("1969-12-31T23:59:59.999999999Z"),
                        Instant.parse("1969-12-31T23:59:59.999Z"),
                        Instant.parse("1969-12-31T00:00:00Z"),
                        Instant.parse("1970-01-02T00:00:00Z"),
                        QueryRequest.NULL_PARAMETER);
    }

    /// As tags are in results, from which a client may have its values.
    @Test
    void looksUpWhatIsInADictionary() {
        VarCharVector rooms = new VarCharVector("rooms", memory);
        rooms.allocateNew();
        rooms.setSafe(0, "Hall".getBytes(StandardCharsets.UTF_8));
        rooms.setSafe(1, "Kitchen".getBytes(StandardCharsets.UTF_8));
        rooms.setValueCount(3);
        Dictionary dictionary = new Dictionary(rooms, new DictionaryEncoding(7, false, null));
        dictionaries.put(dictionary);
        FieldType type = new FieldType(true, new ArrowType.Int(32, true), dictionary.getEncoding());
        column(new IntVector("a", type, memory)).set(0, 1);
        column(new IntVector("b", type, memory)).set(0, 2);
        column(new IntVector("c", type, memory));

        assertThat(row().values())
                .containsExactly(
                        "Kitchen", QueryRequest.NULL_PARAMETER, QueryRequest.NULL_PARAMETER);

        column(new IntVector("d", type, memory)).set(0, 3);
        assertThatThrownBy(this::row)
                .hasMessage("parameter 'd' has a value that is not in its dictionary");
    }

    @Test
    void refusesOtherTypes() {
        column(new VarBinaryVector("x", memory)).setSafe(0, new byte[] {1});

        assertThatThrownBy(this::row)
                .hasMessage("parameter 'x' has the type Binary, which is not supported");
    }

    @Test
    void refusesATimeThatDoesNotFit() {
        column(new TimeStampSecVector("x", memory)).set(0, Long.MAX_VALUE);

        assertThatThrownBy(this::row)
                .hasMessage("parameter 'x' is outside the range of timestamps");
    }

    @Test
    void bindsByNameWhereEachColumnHasOne() {
        assertThat(new BoundRow(List.of("$2", "1"), List.of("b", "a")).values(TWO))
                .isEqualTo(Map.of("1", "a", "2", "b"));
        assertThat(new BoundRow(List.of("2"), List.of("b")).values(TWO))
                .isEqualTo(Map.of("2", "b"));
    }

    @Test
    void bindsByPositionElse() {
        // Counted from zero, as some drivers do.
        assertThat(new BoundRow(List.of("0", "1"), List.of("a", "b")).values(TWO))
                .isEqualTo(Map.of("1", "a", "2", "b"));
        assertThat(new BoundRow(List.of("", "", ""), List.of("a", "b", "c")).values(TWO))
                .isEqualTo(Map.of("1", "a", "2", "b"));
        assertThat(new BoundRow(List.of("1", "1"), List.of("a", "b")).values(TWO))
                .isEqualTo(Map.of("1", "a", "2", "b"));
    }

    @Test
    void tellsTheColumnsToSend() {
        assertThat(
                        BoundRow.schema(
                                        List.of(
                                                new Parameter("1", SqlType.BIGINT),
                                                new Parameter("room", null),
                                                new Parameter("t", SqlType.TIMESTAMP)))
                                .toString())
                .isEqualTo(
                        "Schema<$1: Int(64, true), $room: Utf8, $t: Timestamp(MILLISECOND, null)>");
    }
}
