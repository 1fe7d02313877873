// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.ColumnType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// The smallest and the largest of some values, in the slow and obvious way, as statistics hold
/// them.
final class Limits {
    private final byte[] min;
    private final byte[] max;

    private Limits(byte[] min, byte[] max) {
        this.min = min;
        this.max = max;
    }

    byte[] min() {
        return min;
    }

    byte[] max() {
        return max;
    }

    /// Whether the smaller one is among the words, to the bit.
    boolean hasMin(List<?> words) {
        return words.stream().anyMatch(word -> Arrays.equals(bytes((Long) word), min));
    }

    boolean hasMax(List<?> words) {
        return words.stream().anyMatch(word -> Arrays.equals(bytes((Long) word), max));
    }

    static Limits of(ColumnType type, List<?> values) {
        return switch (type) {
            case TAG, STRING -> text(values);
            case FLOAT -> doubles(values);
            case UINTEGER -> words(type, values, Long::compareUnsigned);
            case INTEGER, BOOLEAN, TIME -> words(type, values, Long::compare);
        };
    }

    private static Limits text(List<?> values) {
        List<byte[]> texts = values.stream().map(text -> ((String) text).getBytes(UTF_8)).toList();
        return new Limits(
                Collections.min(texts, Arrays::compareUnsigned),
                Collections.max(texts, Arrays::compareUnsigned));
    }

    private static Limits doubles(List<?> values) {
        List<Double> doubles =
                values.stream().map(word -> Double.longBitsToDouble((Long) word)).toList();
        double min = Collections.min(doubles);
        double max = Collections.max(doubles);
        return new Limits(
                bytes(Double.doubleToRawLongBits(min == 0.0 ? -0.0 : min)),
                bytes(Double.doubleToRawLongBits(max == 0.0 ? 0.0 : max)));
    }

    private static Limits words(ColumnType type, List<?> values, Comparator<Long> order) {
        List<Long> words = values.stream().map(word -> (Long) word).toList();
        long min = Collections.min(words, order);
        long max = Collections.max(words, order);
        return type == ColumnType.BOOLEAN
                ? new Limits(new byte[] {(byte) min}, new byte[] {(byte) max})
                : new Limits(bytes(min), bytes(max));
    }

    private static byte[] bytes(long word) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(word).array();
    }
}
