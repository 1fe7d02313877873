// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnSetTest {
    private static final Column A = new Column("a", ColumnType.TAG);
    private static final Column B = new Column("b", ColumnType.FLOAT);
    private static final Column C = new Column("c", ColumnType.FLOAT);

    @Test
    void holdsThePlacesOfColumns() {
        ColumnSet set =
                ColumnSet.of(
                        List.of(Column.ofTime(), A, B, C),
                        List.of(C, Column.ofTime(), A, new Column("b", ColumnType.INTEGER)));

        assertThat(set).hasToString("0-1,3");
        assertThat(set.contains(0)).isTrue();
        assertThat(set.contains(2)).as("another type").isFalse();
        assertThat(set.contains(99)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "7", "0-3", "0,2,4-249"})
    void isTheSameAfterWritingAndReading(String text) {
        assertThat(ColumnSet.parse(text)).hasToString(text);
        assertThat(ColumnSet.parse(text)).isEqualTo(ColumnSet.parse(text));
        assertThat(ColumnSet.parse(text)).isNotEqualTo(ColumnSet.parse("9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1-", "-1", "3-1", "1,,2", "1-2-3"})
    void isNotMadeOfOtherTexts(String text) {
        assertThatThrownBy(() -> ColumnSet.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
