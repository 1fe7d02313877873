// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class ChosenRowsTest {
    private static final List<Column> COLUMNS =
            List.of(
                    new Column("host", ColumnType.TAG),
                    new Column("rack", ColumnType.TAG),
                    new Column("whole", ColumnType.INTEGER),
                    new Column("real", ColumnType.FLOAT),
                    new Column("text", ColumnType.STRING));

    private final Random random = new Random(7);

    @Test
    void copiesRowsOfBatchesWhoseColumnsDiffer() {
        for (int round = 0; round < 200; round++) {
            Predicate<Column> wanted =
                    random.nextBoolean() ? _ -> true : column -> !column.name().startsWith("r");
            ChosenRows chosen = new ChosenRows(wanted);
            List<Map<String, Object>> expected = new ArrayList<>();
            for (int batch = random.nextInt(4); batch >= 0; batch--) {
                TableRows rows = batch();
                int[] numbers = random.ints(5, 0, rows.rowCount()).toArray();
                int count = random.nextInt(numbers.length + 1);
                assertThat(chosen.add(rows, numbers, count)).isTrue();
                for (int i = 0; i < count; i++) {
                    expected.add(row(rows, numbers[i], wanted));
                }
            }

            TableRows copied = chosen.copied();

            List<Map<String, Object>> found = new ArrayList<>();
            for (int row = 0; row < copied.rowCount(); row++) {
                found.add(row(copied, row, _ -> true));
            }
            assertThat(found).as("round %s", round).isEqualTo(expected);
            assertThat(chosen.rowCount()).isEqualTo(expected.size());
        }
    }

    @Test
    void leavesOutTheTagSetsAndColumnsOfOtherRows() {
        TableRows rows = new TableRows("m");
        rows.columnFor("host", ColumnType.TAG).addText("a");
        rows.columnFor("v", ColumnType.INTEGER).addLong(1);
        rows.endRow(1);
        rows.columnFor("rack", ColumnType.TAG).addText("7");
        rows.columnFor("w", ColumnType.INTEGER).addLong(2);
        rows.endRow(2);
        ChosenRows chosen = new ChosenRows(_ -> true);
        assertThat(chosen.add(rows, new int[] {1, 1}, 2)).isTrue();

        TableRows copied = chosen.copied();

        assertThat(copied.tagSetCount()).isOne();
        assertThat(copied.columns())
                .extracting(column -> column.column().name())
                .containsExactly("rack", "w");
    }

    @Test
    void hasNoRoomForMoreTextThanAnArrayHolds() {
        TableRows large = new TableRows("m");
        byte[] text = new byte[16 << 20];
        large.columnFor("text", ColumnType.STRING).addText(text, 0, text.length);
        large.endRow(1);
        ChosenRows chosen = new ChosenRows(_ -> true);
        for (int batch = 0; batch < 4; batch++) {
            assertThat(chosen.add(large, new int[] {0}, 1)).isTrue();
        }

        assertThat(chosen.add(large, new int[] {0}, 1)).isFalse();
        assertThat(chosen.rowCount()).isEqualTo(4);
    }

    /// Columns come in any order, and some not at all.
    private TableRows batch() {
        TableRows rows = new TableRows("m");
        int offset = random.nextInt(COLUMNS.size());
        int rowCount = 1 + random.nextInt(6);
        for (int row = 0; row < rowCount; row++) {
            for (int i = 0; i < COLUMNS.size(); i++) {
                Column column = COLUMNS.get((offset + i) % COLUMNS.size());
                if (random.nextInt(3) > 0) {
                    add(rows.columnFor(column.name(), column.type()));
                }
            }
            if (row > 0 && random.nextInt(4) == 0) {
                rows.cancelRow();
                rows.columnFor("whole", ColumnType.INTEGER).addLong(row);
                rows.endRow(rows.tagSetOf(row - 1), random.nextLong());
            } else {
                rows.endRow(random.nextLong());
            }
        }
        return rows;
    }

    private void add(ColumnData column) {
        switch (column.column().type()) {
            case TAG, STRING -> column.addText("t" + random.nextInt(4));
            default -> column.addLong(random.nextInt(100));
        }
    }

    private static Map<String, Object> row(TableRows rows, int row, Predicate<Column> wanted) {
        Map<String, Object> values = new TreeMap<>();
        values.put("time", rows.time().longAt(row));
        for (ColumnData column : rows.columns()) {
            int place = rows.placeOf(column, row);
            if (wanted.test(column.column()) && !column.isNull(place)) {
                values.put(
                        column.column().name(),
                        column.isText() ? column.textAt(place) : (Object) column.longAt(place));
            }
        }
        return values;
    }
}
