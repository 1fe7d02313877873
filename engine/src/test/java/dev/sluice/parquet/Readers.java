// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.reader.RowReader;
import dev.sluice.model.ColumnType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/// Three readers that know nothing of our writer, nor of each other; each tells the rows of a file
/// in the words of [SampleTable#rows()].
final class Readers {
    private Readers() {}

    /// By the engine.
    static List<String> duckDb(DuckDb engine, Path file, SampleTable table) throws SQLException {
        List<Integer> places = table.written();
        return engine.query(
                "SELECT * FROM read_parquet('" + file + "')",
                (result, i) -> duckDbValue(result, i + 1, table.type(places.get(i))));
    }

    private static String duckDbValue(ResultSet result, int column, ColumnType type)
            throws SQLException {
        if (result.getObject(column) == null) {
            return "null";
        }
        return switch (type) {
            case FLOAT ->
                    SampleColumn.shownWord(
                            type, Double.doubleToRawLongBits(result.getDouble(column)));
            case TAG, STRING -> "'" + result.getString(column) + "'";
            case TIME -> {
                Instant time =
                        result.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
                // The earliest times overflow on the way and come back.
                yield String.valueOf(time.getEpochSecond() * 1_000_000_000L + time.getNano());
            }
            case INTEGER, UINTEGER, BOOLEAN -> result.getString(column);
        };
    }

    /// By parquet-java, which also compares the pages' checksums.
    static List<String> parquetJava(Path file, SampleTable table) throws IOException {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ZstdCodec())
                        .usePageChecksumVerification()
                        .build();
        List<String> rows = new ArrayList<>();
        try (ParquetFileReader reader = new ParquetFileReader(new LocalInputFile(file), options)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
            for (PageReadStore pages = reader.readNextRowGroup();
                    pages != null;
                    pages = reader.readNextRowGroup()) {
                RecordReader<Group> groups =
                        columns.getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(parquetJavaRow(groups.read(), table));
                }
            }
        }
        return rows;
    }

    private static String parquetJavaRow(Group group, SampleTable table) {
        List<String> values = new ArrayList<>();
        List<Integer> places = table.written();
        for (int i = 0; i < places.size(); i++) {
            ColumnType type = table.type(places.get(i));
            if (group.getFieldRepetitionCount(i) == 0) {
                values.add("null");
            } else {
                values.add(
                        switch (type) {
                            case TAG, STRING -> "'" + group.getString(i, 0) + "'";
                            case BOOLEAN -> String.valueOf(group.getBoolean(i, 0));
                            case FLOAT ->
                                    SampleColumn.shownWord(
                                            type,
                                            Double.doubleToRawLongBits(group.getDouble(i, 0)));
                            case INTEGER, UINTEGER, TIME ->
                                    SampleColumn.shownWord(type, group.getLong(i, 0));
                        });
            }
        }
        return String.join("|", values);
    }

    /// By hardwood.
    static List<String> hardwood(Path file, SampleTable table) throws IOException {
        List<String> rows = new ArrayList<>();
        try (dev.hardwood.reader.ParquetFileReader reader =
                        dev.hardwood.reader.ParquetFileReader.open(InputFile.of(file));
                RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                List<String> values = new ArrayList<>();
                for (int place : table.written()) {
                    String name = table.name(place);
                    values.add(
                            row.isNull(name)
                                    ? "null"
                                    : hardwoodValue(row, name, table.type(place)));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    private static String hardwoodValue(RowReader row, String name, ColumnType type) {
        return switch (type) {
            case TAG, STRING -> "'" + row.getString(name) + "'";
            case BOOLEAN -> String.valueOf(row.getBoolean(name));
            case FLOAT ->
                    SampleColumn.shownWord(type, Double.doubleToRawLongBits(row.getDouble(name)));
            case INTEGER, UINTEGER, TIME -> SampleColumn.shownWord(type, row.getLong(name));
        };
    }
}
