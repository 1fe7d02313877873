// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.influxctl.output.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables in ASCII (admin.md 3.8).
final class TextTableTest {
    @Test
    void putsTextLeftAndNumbersRightTheirHeadingsToo() {
        TextTable table = TextTable.of(List.of(Column.text("NAME"), Column.number("N")));
        table.add("a", "100");
        table.add("longer", "1");

        assertThat(table.text())
                .isEqualTo(
                        """
                        +--------+-----+
                        | NAME   |   N |
                        +--------+-----+
                        | a      | 100 |
                        | longer |   1 |
                        +--------+-----+
                        """);
    }

    @Test
    void showsTheHeadingsOfAnEmptyList() {
        assertThat(TextTable.of(List.of(Column.text("ID"))).text())
                .isEqualTo(
                        """
                        +----+
                        | ID |
                        +----+
                        """);
    }

    @Test
    void countsCharactersNotTheirHalves() {
        TextTable table = TextTable.of(List.of(Column.text("A")));
        table.add("\uD83D\uDE00");

        assertThat(table.text()).isEqualTo("+---+\n| A |\n+---+\n| \uD83D\uDE00 |\n+---+\n");
    }

    @Test
    void letsNoValueSteerTheTerminal() {
        TextTable table = TextTable.of(List.of(Column.text("A")));
        table.add("x\n\u001b[2J\u202e");

        assertThat(table.text()).contains("| x\\n\\u001b[2J\\u202e |");
    }

    @Test
    void refusesARowOfAnotherLength() {
        TextTable table = TextTable.of(List.of(Column.text("A")));

        assertThatIllegalArgumentException().isThrownBy(() -> table.add("a", "b"));
    }
}
