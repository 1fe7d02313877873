// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.background.WorkPool;
import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.batch.TextValues;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.parquet.NullColumn;
import dev.sluice.parquet.ParquetColumn;
import dev.sluice.parquet.ParquetFile;
import dev.sluice.parquet.ParquetOptions;
import dev.sluice.parquet.TextColumn;
import dev.sluice.parquet.TextRunColumn;
import dev.sluice.parquet.WordColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes Parquet by our own encoder, with a field id in each column. Needs no engine and no memory
/// beside what [ParquetFile] says and the ends of texts. Safe for many threads.
public final class OwnParquetEncoder implements ParquetEncoder {
    /// No number of a value, nor what stands for none.
    private static final int NO_VALUE = Integer.MIN_VALUE;

    private final WorkPool pool;

    /// Without helpers.
    public OwnParquetEncoder() {
        this(WorkPool.CALLER_ALONE);
    }

    /// @param pool helps with the columns
    public OwnParquetEncoder(WorkPool pool) {
        this.pool = pool;
    }

    @Override
    public void encode(TableRows rows, List<Column> columns, Path target) throws IOException {
        List<String> names = FileColumns.names(columns);
        TagSetRuns tagSets = TagSetRuns.of(rows);
        List<ParquetColumn> sources = new ArrayList<>();
        for (int place = 0; place < columns.size(); place++) {
            Column column = columns.get(place);
            ColumnData data =
                    column.type() == ColumnType.TIME ? rows.time() : rows.find(column.name());
            Column named = new Column(names.get(place), column.type());
            sources.add(source(named, FileColumns.fieldId(place), data, tagSets));
        }
        ParquetFile.write(
                target,
                sources,
                rows.rowCount(),
                ParquetOptions.STANDARD.withSortedBy(primaryKey(columns)),
                pool);
    }

    /// The order that the port promises: tags by name, then time.
    private static List<Integer> primaryKey(List<Column> columns) {
        List<Integer> key = new ArrayList<>();
        columns.stream()
                .filter(column -> column.type() == ColumnType.TAG)
                .sorted(Comparator.comparing(Column::name))
                .forEach(tag -> key.add(FileColumns.fieldId(columns.indexOf(tag))));
        for (int place = 0; place < columns.size(); place++) {
            if (columns.get(place).type() == ColumnType.TIME) {
                key.add(FileColumns.fieldId(place));
            }
        }
        return key;
    }

    private static ParquetColumn source(
            Column named, int fieldId, @Nullable ColumnData data, TagSetRuns tagSets) {
        if (data == null) {
            return new NullColumn(named, fieldId);
        }
        return switch (named.type()) {
            case TAG -> runs(named, fieldId, data, tagSets);
            case STRING -> text(named, fieldId, data);
            case TIME, INTEGER, UINTEGER, FLOAT, BOOLEAN -> words(named, fieldId, data);
        };
    }

    private static ParquetColumn words(Column named, int fieldId, ColumnData data) {
        return new WordColumn(named, fieldId, data.words(), data.present());
    }

    private static ParquetColumn text(Column named, int fieldId, ColumnData data) {
        int[] ends = new int[data.rowCount()];
        for (int row = 0; row < ends.length; row++) {
            ends[row] = data.textEnd(row);
        }
        return new TextColumn(named, fieldId, data.textBytes(), ends, data.present());
    }

    /// Each run of a value; the values are the tag's own.
    private static ParquetColumn runs(
            Column named, int fieldId, ColumnData data, TagSetRuns tagSets) {
        int[] values = new int[tagSets.count()];
        int[] lengths = new int[tagSets.count()];
        int[] numbers = data.numbers();
        boolean whole = data.nullCount() == 0;
        int place = -1;
        int last = NO_VALUE;
        // Whether a value is the one before it nobody can guess, so there is no branch about it.
        for (int run = 0; run < tagSets.count(); run++) {
            int tagSet = tagSets.tagSet(run);
            int value = whole || !data.isNull(tagSet) ? numbers[tagSet] : TextRunColumn.NULL;
            place += value == last ? 0 : 1;
            values[place] = value;
            lengths[place] += tagSets.length(run);
            last = value;
        }
        TextValues texts = data.values();
        return new TextRunColumn(
                named,
                fieldId,
                texts.bytes(),
                Arrays.copyOf(texts.offsets(), texts.size() + 1),
                values,
                lengths,
                place + 1);
    }
}
