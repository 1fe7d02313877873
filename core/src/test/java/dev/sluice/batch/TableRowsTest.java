// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class TableRowsTest {
    private final TableRows rows = new TableRows("m");

    @Test
    void fillsAColumnThatAppearsLateWithNulls() {
        row(1, "a", 1);
        row(2, "b", 2);

        assertThat(column("b").isNull(0)).isTrue();
        assertThat(column("b").longAt(1)).isEqualTo(2);
        assertThat(column("a").isNull(1)).isTrue();
        assertThat(column("a").rowCount()).isEqualTo(2);
        assertThat(column("a").nullCount()).isEqualTo(1);
    }

    @Test
    void holdsATagOnceForAllRowsOfItsTagSet() {
        tag("host", "x");
        int first = rows.endTagSet();
        tag("rack", "7");
        int second = rows.endTagSet();
        rows.endRow(second, 1);
        rows.endRow(first, 2);
        rows.endRow(second, 3);

        assertThat(rows.tagSetCount()).isEqualTo(2);
        assertThat(column("host").rowCount()).isEqualTo(2);
        assertThat(tags()).containsExactly("null 7", "x null", "null 7");
    }

    @Test
    void tellsTheRowsOfATagSet() {
        tag("host", "a");
        int a = rows.endTagSet();
        tag("host", "b");
        int b = rows.endTagSet();
        tag("host", "c");
        int c = rows.endTagSet();
        for (int tagSet : new int[] {b, a, b}) {
            rows.endRow(tagSet, 1);
        }

        assertThat(rows.byTagSet().count(a)).isOne();
        assertThat(rows.byTagSet().row(a, 0)).isOne();
        assertThat(rows.byTagSet().count(b)).isEqualTo(2);
        assertThat(rows.byTagSet().row(b, 0)).isZero();
        assertThat(rows.byTagSet().row(b, 1)).isEqualTo(2);
        assertThat(rows.byTagSet().count(c)).isZero();
    }

    @Test
    void cancelTakesBackTheValuesOfTheRowUnderConstruction() {
        tag("a", "first");
        row(1, "f", 1);
        tag("a", "cancelled");
        rows.columnFor("f", ColumnType.INTEGER).addLong(9);
        rows.cancelRow();
        tag("a", "second");
        row(2, "f", 2);

        assertThat(column("a").textAt(0)).isEqualTo("first");
        assertThat(column("a").textAt(1)).isEqualTo("second");
        assertThat(column("a").textLength()).isEqualTo("firstsecond".length());
        assertThat(column("f").longAt(1)).isEqualTo(2);
    }

    @Test
    void cancelForgetsTheColumnsThatTheRowIntroduced() {
        row(1, "a", 1);
        tag("b", "y");
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
        tag("a", "x");
        rows.cancelRow();

        assertThat(rows.columns()).isEmpty();
        assertThat(rows.rowCount()).isZero();
        assertThat(rows.tagSetCount()).isZero();
    }

    @Test
    void cancelOfATagSetKeepsTheFieldsOfItsRow() {
        tag("a", "x");
        rows.columnFor("f", ColumnType.INTEGER).addLong(1);
        rows.cancelTagSet();
        rows.endRow(rows.endTagSet(), 1);

        assertThat(rows.find("a")).isNull();
        assertThat(column("f").longAt(0)).isEqualTo(1);
    }

    @Test
    void cancelKeepsAColumnWhoseLastRowsAreNull() {
        row(1, "a", 1);
        row(2, "b", 2);
        rows.columnFor("a", ColumnType.INTEGER).addLong(3);
        rows.cancelRow();

        assertThat(column("a").longAt(0)).isEqualTo(1);
        assertThat(column("a").isNull(1)).isTrue();
        assertThat(column("b").longAt(1)).isEqualTo(2);
    }

    @Test
    void withoutCopiesTheOtherRowsAndTheColumnsThatTheyUse() {
        tag("t", "x");
        row(1, "a", 1);
        tag("u", "y");
        row(2, "b", 2);
        tag("t", "z");
        row(3, "a", 3);
        BitSet dropped = new BitSet();
        dropped.set(1);

        TableRows kept = rows.without(dropped);

        assertThat(kept.rowCount()).isEqualTo(2);
        assertThat(kept.tagSetCount()).isEqualTo(2);
        assertThat(kept.find("b")).isNull();
        assertThat(kept.find("u")).isNull();
        assertThat(Objects.requireNonNull(kept.find("a")).longAt(1)).isEqualTo(3);
        assertThat(Objects.requireNonNull(kept.find("t")).textAt(kept.tagSetOf(1))).isEqualTo("z");
        assertThat(kept.timeNanosMin()).isEqualTo(1);
        assertThat(kept.timeNanosMax()).isEqualTo(3);
    }

    @Test
    void isMadeOfItsPartsAgain() {
        tag("t", "x");
        row(5, "a", 1);
        row(4, "b", 2);

        TableRows again =
                TableRows.of(
                        "m",
                        rows.tagSetCount(),
                        rows.tags(),
                        Arrays.copyOf(rows.tagSets(), rows.rowCount()),
                        rows.fields(),
                        rows.time());

        assertThat(again.rowCount()).isEqualTo(2);
        assertThat(again.find("a")).isSameAs(rows.find("a"));
        assertThat(again.timeNanosMin()).isEqualTo(4);
        assertThat(again.timeNanosMax()).isEqualTo(5);
    }

    @Test
    void refusesPartsThatDoNotFit() {
        tag("t", "x");
        row(5, "a", 1);

        assertThatThrownBy(() ->
                        TableRows.of(
                                "m", 1, rows.tags(), new int[] {1}, rows.fields(), rows.time()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        TableRows.of(
                                "m", 1, rows.fields(), new int[] {0}, rows.tags(), rows.time()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasNoTimeRangeWithoutRows() {
        assertThatThrownBy(rows::timeNanosMin).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void findsEachOfManyNames() {
        for (int i = 0; i < 1000; i++) {
            row(i, "n" + i, i);
        }

        for (int i = 0; i < 1000; i++) {
            assertThat(column("n" + i).longAt(i)).isEqualTo(i);
        }
        assertThat(rows.find("n1000")).isNull();
    }

    private ColumnData column(String name) {
        return Objects.requireNonNull(rows.find(name));
    }

    private List<String> tags() {
        List<String> shown = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            int tagSet = rows.tagSetOf(row);
            shown.add(column("host").textAt(tagSet) + " " + column("rack").textAt(tagSet));
        }
        return shown;
    }

    private void tag(String name, String value) {
        rows.columnFor(name, ColumnType.TAG).addText(value);
    }

    private void row(long timeNanos, String field, long value) {
        rows.columnFor(field, ColumnType.INTEGER).addLong(value);
        rows.endRow(timeNanos);
    }
}
