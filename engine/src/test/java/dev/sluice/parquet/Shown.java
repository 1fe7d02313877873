// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Values as [SampleColumn#shown] tells them.
record Shown(ColumnType type, List<String> values) implements ValueSink, RowReader.RunSink {
    @Override
    public void addWords(long[] bits, int count) {
        Arrays.stream(bits, 0, count)
                .forEach(word -> values.add(SampleColumn.shownWord(type, word)));
    }

    @Override
    public void addText(byte[] bytes, int start, int length) {
        values.add("'" + new String(bytes, start, length, StandardCharsets.UTF_8) + "'");
    }

    @Override
    public void addNulls(int count) {
        IntStream.range(0, count).forEach(_ -> values.add("null"));
    }

    @Override
    public void run(int rowCount, byte @Nullable [] text, int start, int length) {
        for (int row = 0; row < rowCount; row++) {
            if (text == null) {
                values.add("null");
            } else {
                addText(text, start, length);
            }
        }
    }
}
