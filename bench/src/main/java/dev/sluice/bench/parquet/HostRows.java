// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.batch.TableRows;
import dev.sluice.bench.measure.CpuTable;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.parquet.ParquetColumn;
import dev.sluice.parquet.TextRunColumn;
import dev.sluice.parquet.WordColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What hosts tell of their processors every 10 s: ten tags, ten floats that walk at random between
/// 0 and 100. Sorted by tags and time, as files are. The same numbers each time.
///
/// @param hosts how many
/// @param rowsPerHost how many times
/// @param values `int` for whole numbers, `dec2` for two decimals, `raw` for all digits
record HostRows(int hosts, int rowsPerHost, String values) {
    private static final long START_NANOS = 1_641_024_000_000_000_000L;
    private static final long STEP_NANOS = 10_000_000_000L;

    /// By tag: its name and how many values it has; 0 for one a host. In the order of names.
    private static final List<Tag> TAGS =
            List.of(
                    new Tag("arch", 2),
                    new Tag("datacenter", 20),
                    new Tag("hostname", 0),
                    new Tag("os", 3),
                    new Tag("rack", 100),
                    new Tag("region", 9),
                    new Tag("service", 20),
                    new Tag("service_environment", 3),
                    new Tag("service_version", 2),
                    new Tag("team", 4));

    private record Tag(String name, int values) {
        String value(int host) {
            return name + "-" + (values == 0 ? "%06d".formatted(host) : host * 7919 % values);
        }
    }

    int rowCount() {
        return hosts * rowsPerHost;
    }

    /// Every column, as the catalog has it.
    List<Column> schema() {
        List<Column> schema = new ArrayList<>(List.of(new Column(Column.TIME, ColumnType.TIME)));
        TAGS.forEach(tag -> schema.add(new Column(tag.name(), ColumnType.TAG)));
        CpuTable.FIELDS.forEach(field -> schema.add(new Column(field, ColumnType.FLOAT)));
        return schema;
    }

    /// The rows as the port takes them.
    TableRows rows() {
        List<double[]> fields = fields();
        TableRows rows = new TableRows("cpu");
        for (int host : sorted()) {
            for (Tag tag : TAGS) {
                rows.columnFor(tag.name(), ColumnType.TAG).addText(tag.value(host));
            }
            int tagSet = rows.endTagSet();
            for (int i = 0; i < rowsPerHost; i++) {
                for (int field = 0; field < CpuTable.FIELDS.size(); field++) {
                    rows.columnFor(CpuTable.FIELDS.get(field), ColumnType.FLOAT)
                            .addDouble(fields.get(field)[rows.rowCount()]);
                }
                rows.endRow(tagSet, START_NANOS + i * STEP_NANOS);
            }
        }
        return rows;
    }

    /// The same rows as the encoder takes them.
    List<ParquetColumn> columns() {
        List<ParquetColumn> columns = new ArrayList<>();
        List<Column> schema = schema();
        long[] time = new long[rowCount()];
        Arrays.setAll(time, row -> START_NANOS + row % rowsPerHost * STEP_NANOS);
        columns.add(new WordColumn(schema.getFirst(), 1, time, null));
        List<Integer> sorted = sorted();
        for (Tag tag : TAGS) {
            int place = columns.size();
            columns.add(runs(schema.get(place), place + 1, tag, sorted));
        }
        for (double[] field : fields()) {
            int place = columns.size();
            long[] words = Arrays.stream(field).mapToLong(Double::doubleToRawLongBits).toArray();
            columns.add(new WordColumn(schema.get(place), place + 1, words, null));
        }
        return columns;
    }

    private TextRunColumn runs(Column column, int fieldId, Tag tag, List<Integer> sorted) {
        List<String> distinct = sorted.stream().map(tag::value).distinct().toList();
        int[] offsets = new int[distinct.size() + 1];
        for (int i = 0; i < distinct.size(); i++) {
            offsets[i + 1] = offsets[i] + distinct.get(i).length();
        }
        int[] values =
                sorted.stream().mapToInt(host -> distinct.indexOf(tag.value(host))).toArray();
        int[] lengths = new int[hosts];
        Arrays.fill(lengths, rowsPerHost);
        byte[] text = String.join("", distinct).getBytes(UTF_8);
        return new TextRunColumn(column, fieldId, text, offsets, values, lengths, hosts);
    }

    /// Hosts in the order of their tags.
    private List<Integer> sorted() {
        List<Integer> sorted = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            sorted.add(host);
        }
        sorted.sort((a, b) -> {
            for (Tag tag : TAGS) {
                int order = tag.value(a).compareTo(tag.value(b));
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        });
        return sorted;
    }

    private List<double[]> fields() {
        Random random = new Random(20_260_301);
        List<double[]> fields = new ArrayList<>();
        for (String _ : CpuTable.FIELDS) {
            double[] field = new double[rowCount()];
            double value = 0;
            for (int row = 0; row < field.length; row++) {
                value = row % rowsPerHost == 0 ? 100 * random.nextDouble() : value;
                value = Math.clamp(value + random.nextGaussian(), 0.0, 100.0);
                field[row] = rounded(value);
            }
            fields.add(field);
        }
        return fields;
    }

    private double rounded(double value) {
        return switch (values) {
            case "int" -> Math.rint(value);
            case "dec2" -> Math.rint(value * 100) / 100;
            case "raw" -> value;
            default -> throw new IllegalArgumentException("no such values: " + values);
        };
    }
}
