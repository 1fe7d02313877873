// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Values as [SampleColumn#shown] tells them.
record Shown(ColumnType type, List<String> values) implements ValueSink, RowReader.RunSink {
    /// All values of a file, as our own reader has them, column by column.
    ///
    /// @throws UnfamiliarFileException when the file is not as expected
    static List<List<String>> columns(Path file, SampleTable table) throws IOException {
        RowRanges all = new RowRanges();
        all.add(0, table.rowCount());
        List<List<String>> columns = new ArrayList<>();
        try (RowReader reader = new RowReader(file, FileLayout.read(file))) {
            for (int place = 0; place < table.columns().size(); place++) {
                ColumnType type = table.type(place);
                Shown shown = new Shown(type, new ArrayList<>());
                reader.read(table.fieldId(place), type, all, shown);
                columns.add(shown.values());
            }
        }
        return columns;
    }

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
