// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Tables of random shape: types, nulls, runs, few and many distinct values, extremes.
final class RandomTables {
    private static final ColumnType[] TYPES = {
        ColumnType.TAG,
        ColumnType.INTEGER,
        ColumnType.UINTEGER,
        ColumnType.FLOAT,
        ColumnType.BOOLEAN,
        ColumnType.STRING
    };
    private static final long[] WORDS = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, 1L << 32, -(1L << 31)
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE
    };
    private static final String[] TEXTS = {
        "", "a", "ab", "it's", "\0", "ž", "\uFFFD", "🐎", "y".repeat(200), "🐎".repeat(40)
    };

    private final Random random;

    RandomTables(Random random) {
        this.random = random;
    }

    SampleTable table() {
        int rows = random.nextInt(8) == 0 ? random.nextInt(3) : random.nextInt(700);
        List<SampleColumn> columns = new ArrayList<>();
        columns.add(time(rows));
        int count = 1 + random.nextInt(7);
        for (int i = 0; i < count; i++) {
            columns.add(column(TYPES[random.nextInt(TYPES.length)], rows));
        }
        return new SampleTable(rows, columns);
    }

    ParquetOptions options() {
        return new ParquetOptions(
                1 + random.nextInt(300),
                1 + random.nextInt(200),
                1 + random.nextInt(300),
                1 + random.nextInt(3),
                List.of(),
                Map.of("seed", "is printed"));
    }

    private SampleColumn time(int rows) {
        List<@Nullable Object> values = new ArrayList<>();
        boolean regular = random.nextBoolean();
        long first = random.nextLong() / 2;
        for (int row = 0; row < rows; row++) {
            // The engine keeps the last ones for infinity.
            values.add(
                    regular
                            ? first + row % 100 * 10_000_000_000L
                            : Math.clamp(
                                    random.nextLong(), -Long.MAX_VALUE + 1, Long.MAX_VALUE - 1));
        }
        return new SampleColumn(ColumnType.TIME, false, values);
    }

    private SampleColumn column(ColumnType type, int rows) {
        int nulls = random.nextInt(4);
        int runMax = random.nextBoolean() ? 1 : 1 + random.nextInt(120);
        int distinct = random.nextBoolean() ? 1 + random.nextInt(6) : 1 << 20;
        long base = random.nextLong();
        List<@Nullable Object> values = new ArrayList<>();
        while (values.size() < rows) {
            // Nulls: none, now and then, every other run, all.
            boolean isNull =
                    (nulls == 3 && random.nextInt(50) > 0)
                            || (nulls > 0 && random.nextInt(4) < nulls);
            Object value = isNull ? null : value(type, distinct, base);
            for (int run = random.nextInt(runMax); run >= 0 && values.size() < rows; run--) {
                values.add(value);
            }
        }
        boolean isText = type == ColumnType.TAG || type == ColumnType.STRING;
        return new SampleColumn(type, isText && random.nextBoolean(), values);
    }

    private Object value(ColumnType type, int distinct, long base) {
        int number = random.nextInt(distinct);
        boolean extreme = random.nextInt(10) == 0;
        return switch (type) {
            case BOOLEAN -> (long) (number & 1);
            case FLOAT ->
                    Double.doubleToRawLongBits(
                            extreme
                                    ? DOUBLES[random.nextInt(DOUBLES.length)]
                                    : number % 3 == 0 ? number / 7.0 : number);
            case INTEGER, UINTEGER, TIME ->
                    extreme ? WORDS[random.nextInt(WORDS.length)] : base + number;
            case TAG, STRING ->
                    extreme ? TEXTS[random.nextInt(TEXTS.length)] : "value " + base + number;
        };
    }
}
