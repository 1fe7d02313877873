// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A column of a test, its values as objects: text, or the words that a [WordColumn] takes.
///
/// @param type what it holds
/// @param asRuns whether text is handed over as runs
/// @param values by row, null where there is none
record SampleColumn(ColumnType type, boolean asRuns, List<@Nullable Object> values) {
    static SampleColumn words(ColumnType type, @Nullable Long... values) {
        return new SampleColumn(type, false, new ArrayList<>(Arrays.asList((Object[]) values)));
    }

    static SampleColumn doubles(@Nullable Double... values) {
        List<@Nullable Object> words = new ArrayList<>();
        for (Double value : values) {
            words.add(value == null ? null : (Object) Double.doubleToRawLongBits(value));
        }
        return new SampleColumn(ColumnType.FLOAT, false, words);
    }

    static SampleColumn texts(@Nullable String... values) {
        return new SampleColumn(
                ColumnType.STRING, false, new ArrayList<>(Arrays.asList((Object[]) values)));
    }

    static SampleColumn runs(@Nullable String... values) {
        return new SampleColumn(
                ColumnType.TAG, true, new ArrayList<>(Arrays.asList((Object[]) values)));
    }

    boolean isText() {
        return type == ColumnType.TAG || type == ColumnType.STRING;
    }

    /// A value as all readers here tell it.
    String shown(int row) {
        Object value = values.get(row);
        if (value == null) {
            return "null";
        }
        return isText() ? "'" + value + "'" : shownWord(type, (Long) value);
    }

    static String shownWord(ColumnType type, long word) {
        return switch (type) {
            case UINTEGER -> Long.toUnsignedString(word);
            case FLOAT -> Long.toHexString(word);
            case BOOLEAN -> word == 0 ? "false" : "true";
            case INTEGER, TIME, TAG, STRING -> Long.toString(word);
        };
    }

    /// As the writer takes it.
    ParquetColumn source(String name, int fieldId) {
        Column column = new Column(name, type);
        if (asRuns) {
            return runs(column, fieldId);
        }
        return isText() ? texts(column, fieldId) : words(column, fieldId);
    }

    private ParquetColumn words(Column column, int fieldId) {
        long[] words = new long[values.size()];
        for (int row = 0; row < words.length; row++) {
            Object value = values.get(row);
            // What stands where there is no value must not matter.
            words[row] = value == null ? 0x5A5A5A5A5A5A5A5AL : (Long) value;
        }
        return new WordColumn(column, fieldId, words, present());
    }

    private ParquetColumn texts(Column column, int fieldId) {
        StringBuilder all = new StringBuilder();
        int[] ends = new int[values.size()];
        for (int row = 0; row < ends.length; row++) {
            Object value = values.get(row);
            all.append(value == null ? "" : value);
            ends[row] =
                    (row == 0 ? 0 : ends[row - 1])
                            + (value == null ? 0 : ((String) value).getBytes(UTF_8).length);
        }
        return new TextColumn(column, fieldId, all.toString().getBytes(UTF_8), ends, present());
    }

    private ParquetColumn runs(Column column, int fieldId) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] runValues = new int[values.size()];
        int[] runLengths = new int[values.size()];
        int runs = 0;
        for (Object value : values) {
            int number = TextRunColumn.NULL;
            if (value != null) {
                numbers.putIfAbsent((String) value, numbers.size());
                number = numbers.get((String) value);
            }
            if (runs == 0 || runValues[runs - 1] != number) {
                runValues[runs++] = number;
            }
            runLengths[runs - 1]++;
        }
        int[] offsets = new int[numbers.size() + 1];
        int place = 0;
        for (String value : numbers.keySet()) {
            offsets[place + 1] = offsets[place] + value.getBytes(UTF_8).length;
            place++;
        }
        byte[] text = String.join("", numbers.keySet()).getBytes(UTF_8);
        return new TextRunColumn(column, fieldId, text, offsets, runValues, runLengths, runs);
    }

    private long @Nullable [] present() {
        if (!values.contains(null)) {
            return null;
        }
        long[] present = new long[(values.size() + 63) / 64];
        for (int row = 0; row < values.size(); row++) {
            if (values.get(row) != null) {
                present[row / 64] |= 1L << (row % 64);
            }
        }
        return present;
    }
}
