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

    @Test
    void leavesATableThatFitsAsItIs() {
        TextTable table = tokens();

        assertThat(table.fitted(200)).isEqualTo(table.text());
    }

    @Test
    void breaksTextsWhereTheTerminalIsNarrow() {
        assertThat(tokens().fitted(60))
                .isEqualTo(
                        """
                        +--------------------------------------+------------+------+
                        | ID                                   | EXPIRES AT |    N |
                        +--------------------------------------+------------+------+
                        | 034e407e-7929-404c-9724-c9e4473bf88a | 2030-01-31 | 1234 |
                        |                                      | T12:00:00Z |      |
                        | 44325a94-0a5f-4dad-b89d-05999d40ec5a | at the end |    1 |
                        |                                      | of time    |      |
                        +--------------------------------------+------------+------+
                        """);
    }

    @Test
    void breaksHeadingsBeforeTextsAndNeverTheirWords() {
        TextTable table =
                TextTable.of(
                        List.of(Column.text("DATABASE NAME"), Column.number("MAX COLUMNS OF ONE")));
        table.add("of the plant", "250");

        assertThat(table.fitted(27))
                .isEqualTo(
                        """
                        +--------------+----------+
                        | DATABASE     |      MAX |
                        | NAME         |  COLUMNS |
                        |              |   OF ONE |
                        +--------------+----------+
                        | of the plant |      250 |
                        +--------------+----------+
                        """);
        assertThat(table.fitted(24)).startsWith("+------------+---------+\n| DATABASE   |");
        assertThat(table.fitted(23)).startsWith("-[ ROW 1 ]-");
    }

    @Test
    void showsBlocksWhereEvenThatDoesNotFit() {
        assertThat(tokens().fitted(30))
                .isEqualTo(
                        """
                        -[ ROW 1 ]-
                                ID | 034e407e-7929-404c-9724-c9e4473bf88a
                        EXPIRES AT | 2030-01-31T12:00:00Z
                                 N | 1234
                        -[ ROW 2 ]-
                                ID | 44325a94-0a5f-4dad-b89d-05999d40ec5a
                        EXPIRES AT | at the end of time
                                 N | 1
                        """);
    }

    @Test
    void noLineIsLongerThanTheTerminalWhenThereAreBorders() {
        for (int columns = 20; columns < 120; columns++) {
            String text = tokens().fitted(columns);
            if (text.startsWith("+")) {
                assertThat(text.lines().mapToInt(String::length).max().orElseThrow())
                        .isLessThanOrEqualTo(columns);
            }
        }
    }

    private static TextTable tokens() {
        TextTable table =
                TextTable.of(
                        List.of(Column.text("ID"), Column.text("EXPIRES AT"), Column.number("N")));
        table.add("034e407e-7929-404c-9724-c9e4473bf88a", "2030-01-31T12:00:00Z", "1234");
        table.add("44325a94-0a5f-4dad-b89d-05999d40ec5a", "at the end of time", "1");
        return table;
    }
}
