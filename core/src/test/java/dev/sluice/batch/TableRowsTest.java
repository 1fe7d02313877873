// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ColumnType;
import java.util.BitSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TableRowsTest {
    private final TableRows rows = new TableRows("m");

    @Test
    void fillsAColumnThatAppearsLateWithNulls() {
        row(1, "a", "x");
        row(2, "b", "y");

        assertThat(column("b").isNull(0)).isTrue();
        assertThat(column("b").textAt(1)).isEqualTo("y");
        assertThat(column("a").isNull(1)).isTrue();
        assertThat(column("a").rowCount()).isEqualTo(2);
        assertThat(column("a").nullCount()).isEqualTo(1);
    }

    @Test
    void cancelTakesBackTheValuesOfTheRowUnderConstruction() {
        row(1, "a", "first");
        rows.columnFor("a", ColumnType.TAG).addText("cancelled");
        rows.cancelRow();
        row(2, "a", "second");

        assertThat(column("a").textAt(0)).isEqualTo("first");
        assertThat(column("a").textAt(1)).isEqualTo("second");
        assertThat(column("a").textLength()).isEqualTo("firstsecond".length());
    }

    @Test
    void cancelForgetsTheColumnsThatTheRowIntroduced() {
        row(1, "a", "x");
        rows.columnFor("b", ColumnType.TAG).addText("y");
        rows.columnFor("c", ColumnType.FLOAT).addDouble(1);
        rows.cancelRow();

        assertThat(rows.columns()).hasSize(1);
        assertThat(rows.find("b")).isNull();
        rows.columnFor("b", ColumnType.INTEGER).addLong(5);
        rows.endRow(2);
        assertThat(column("b").column().type()).isEqualTo(ColumnType.INTEGER);
        assertThat(column("b").isNull(0)).isTrue();
        assertThat(column("b").longAt(1)).isEqualTo(5);
    }

    @Test
    void cancelOfTheFirstRowLeavesNothing() {
        rows.columnFor("a", ColumnType.TAG).addText("x");
        rows.cancelRow();

        assertThat(rows.columns()).isEmpty();
        assertThat(rows.rowCount()).isZero();
    }

    @Test
    void cancelKeepsAColumnWhoseLastRowsAreNull() {
        row(1, "a", "x");
        row(2, "b", "y");
        rows.columnFor("a", ColumnType.TAG).addText("z");
        rows.cancelRow();

        assertThat(column("a").textAt(0)).isEqualTo("x");
        assertThat(column("a").isNull(1)).isTrue();
        assertThat(column("b").textAt(1)).isEqualTo("y");
    }

    @Test
    void withoutCopiesTheOtherRowsAndTheColumnsThatTheyUse() {
        row(1, "a", "x");
        row(2, "b", "y");
        row(3, "a", "z");
        BitSet dropped = new BitSet();
        dropped.set(1);

        TableRows kept = rows.without(dropped);

        assertThat(kept.rowCount()).isEqualTo(2);
        assertThat(kept.find("b")).isNull();
        assertThat(Objects.requireNonNull(kept.find("a")).textAt(1)).isEqualTo("z");
        assertThat(kept.timeNanosMin()).isEqualTo(1);
        assertThat(kept.timeNanosMax()).isEqualTo(3);
    }

    @Test
    void hasNoTimeRangeWithoutRows() {
        assertThatThrownBy(rows::timeNanosMin).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void findsEachOfManyNames() {
        for (int i = 0; i < 1000; i++) {
            row(i, "n" + i, "v" + i);
        }

        for (int i = 0; i < 1000; i++) {
            assertThat(column("n" + i).textAt(i)).isEqualTo("v" + i);
        }
        assertThat(rows.find("n1000")).isNull();
    }

    private ColumnData column(String name) {
        return Objects.requireNonNull(rows.find(name));
    }

    private void row(long timeNanos, String tag, String value) {
        rows.columnFor(tag, ColumnType.TAG).addText(value);
        rows.endRow(timeNanos);
    }
}
