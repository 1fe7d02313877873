// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Columns of a test, called `time` or `c0`, `c1` and so on, with field ids from 1 on.
record SampleTable(int rowCount, List<SampleColumn> columns) {
    static SampleTable of(SampleColumn... columns) {
        return new SampleTable(columns[0].values().size(), List.of(columns));
    }

    List<ParquetColumn> sources() {
        List<ParquetColumn> sources = new ArrayList<>();
        for (int place = 0; place < columns.size(); place++) {
            sources.add(columns.get(place).source(name(place), fieldId(place)));
        }
        return sources;
    }

    Path write(Path file, ParquetOptions options) throws IOException {
        ParquetFile.write(file, sources(), rowCount, options);
        return file;
    }

    /// The columns that are in a file: those with a value, all where there is no row.
    List<Integer> written() {
        return IntStream.range(0, columns.size())
                .filter(place ->
                        rowCount == 0
                                || columns.get(place).values().stream().anyMatch(v -> v != null))
                .boxed()
                .toList();
    }

    String name(int place) {
        return type(place) == ColumnType.TIME ? Column.TIME : "c" + place;
    }

    int fieldId(int place) {
        return place + 1;
    }

    ColumnType type(int place) {
        return columns.get(place).type();
    }

    /// What a reader has to find.
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < rowCount; row++) {
            List<String> values = new ArrayList<>();
            for (int place : written()) {
                values.add(columns.get(place).shown(row));
            }
            rows.add(String.join("|", values));
        }
        return rows;
    }
}
