// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows.Joining;
import dev.sluice.model.ColumnType;
import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final Arrivals arrivals = new Arrivals();
    private long position;

    private static TableRows row(String host, String field, long timeNanos) {
        TableRows rows = new TableRows("m");
        rows.columnFor("host", ColumnType.TAG).addText(host);
        rows.columnFor(field, ColumnType.INTEGER).addLong(timeNanos);
        rows.endRow(timeNanos);
        return rows;
    }

    private void come(TableRows rows, boolean late) {
        arrivals.add(new BufferedRows(new LogPosition(++position), rows, late));
        arrivals.join(new LogPosition(position));
    }

    private void come(int count) {
        for (int i = 0; i < count; i++) {
            come(row("h" + i % 7, "f", position), false);
        }
    }

    private List<Integer> rowCounts() {
        return arrivals.all().stream().map(each -> each.rows().rowCount()).toList();
    }

    private static List<Long> values(List<BufferedRows> batches) {
        List<Long> values = new ArrayList<>();
        for (BufferedRows batch : batches) {
            for (int row = 0; row < batch.rows().rowCount(); row++) {
                values.add(batch.rows().fieldAt(0).longAt(row));
            }
        }
        return values;
    }

    @Test
    void putsNeighboursOfFewRowsTogetherStepByStep() {
        come(15);
        assertThat(rowCounts()).hasSize(15);
        come(1);
        assertThat(rowCounts()).containsExactly(16);
        come(240);
        assertThat(rowCounts()).containsExactly(256);

        come(Arrivals.ROWS_TOGETHER - 256 + 17);

        assertThat(rowCounts()).containsExactly(Arrivals.ROWS_TOGETHER, 16, 1);
        assertThat(arrivals.all())
                .extracting(BufferedRows::joining)
                .containsExactly(Joining.ON_READING, Joining.ON_ARRIVAL, Joining.ON_ARRIVAL);
        assertThat(arrivals.all().getFirst().position().value()).isOne();
        assertThat(arrivals.all().getFirst().rows().tagSetCount()).isEqualTo(7);
        assertThat(values(arrivals.all())).isSorted().hasSize(arrivals.rowCount());
    }

    @Test
    void takesLessMemoryThen() {
        come(15);
        long before = arrivals.sizeBytes();

        come(1);

        assertThat(arrivals.sizeBytes())
                .isLessThan(before / 2)
                .isEqualTo(arrivals.all().getFirst().sizeBytes());
    }

    /// Rows of one that is on its way could belong between them.
    @Test
    void waitsForWhatIsOnItsWay() {
        for (int i = 0; i < 40; i++) {
            arrivals.add(new BufferedRows(new LogPosition(++position), row("h", "f", i), false));
        }
        arrivals.join(new LogPosition(15));
        assertThat(rowCounts()).hasSize(40);

        arrivals.join(new LogPosition(34));

        assertThat(rowCounts()).startsWith(16, 16, 1).hasSize(2 + 8);
    }

    @Test
    void keepsThoseApartBetweenWhichALateOneIs() {
        come(8);
        come(row("h", "f", 0), true);
        come(20);

        assertThat(rowCounts()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 16, 1, 1, 1, 1);
        assertThat(arrivals.all().get(9).position().value()).isEqualTo(10);
    }

    /// It came after them and is older.
    @Test
    void keepsThoseApartBetweenWhichALateOneHasItsPosition() {
        long late = 5;
        for (int i = 0; i < 16; i++) {
            position += position == late - 1 ? 2 : 1;
            arrivals.add(new BufferedRows(new LogPosition(position), row("h", "f", i), false));
        }
        arrivals.add(new BufferedRows(new LogPosition(late), row("h", "f", 0), true));

        arrivals.join(new LogPosition(position));

        assertThat(rowCounts()).hasSize(17);
    }

    @Test
    void keepsThoseApartWhoseTimesAre() {
        for (int i = 0; i < 48; i++) {
            come(row("h", "f", i % 2 == 0 ? Long.MIN_VALUE + i : Long.MAX_VALUE - i), false);
        }
        assertThat(rowCounts()).hasSize(48);

        for (int i = 0; i < 16; i++) {
            come(row("h", "f", i * SECOND_NANOS), false);
        }
        assertThat(rowCounts()).endsWith(1, 16);
    }

    @Test
    void makesNoColumnsThatAreAlmostEmpty() {
        for (int i = 0; i < 48; i++) {
            come(row("h", "f" + i, i), false);
        }

        assertThat(rowCounts()).hasSize(48);
    }

    @Test
    void leavesLargeOnesAlone() {
        TableRows large = new TableRows("m");
        for (int row = 0; row < Arrivals.ALONE_ROWS_MIN; row++) {
            large.columnFor("f", ColumnType.INTEGER).addLong(row);
            large.endRow(row);
        }
        for (int i = 0; i < 20; i++) {
            come(large, false);
        }
        TableRows long1 = new TableRows("m");
        long1.columnFor("s", ColumnType.STRING).addText("x".repeat((int) Arrivals.ALONE_BYTES_MIN));
        long1.endRow(1);
        for (int i = 0; i < 20; i++) {
            come(long1, false);
        }

        assertThat(arrivals.all())
                .hasSize(40)
                .allMatch(batch -> batch.joining() == Joining.ON_READING);
    }

    @Test
    void givesWhatComesAfterRowsInTheMiddleOfSome() {
        come(37);
        assertThat(rowCounts()).startsWith(16, 16);

        for (int held = 0; held <= 37; held++) {
            assertThat(values(arrivals.after(held)))
                    .isEqualTo(values(arrivals.all()).subList(held, 37));
        }
    }
}
