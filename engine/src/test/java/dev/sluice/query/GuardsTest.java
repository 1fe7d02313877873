// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.TableRows;
import dev.sluice.catalog.FileEntry;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens around the tree: the text before it, the sources after it.
final class GuardsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ')' , \"(\" , E'\\'(' -- (\n , /* ( /* ( */ ( */ 1",
                "SELECT (1), [2], {'a': 3}",
                "SELECT 'it''s ('",
                "SELECT $name",
                "SELECT 1 -- (",
                ""
            })
    void letsOrdinaryTextsThrough(String text) {
        assertThat(new StatementText(text).forParser()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT (1 | a bracket is not closed
                    SELECT 1) | a closing bracket has no opening one
                    SELECT 'x | a quote is not closed
                    SELECT "x | a quote is not closed
                    SELECT E'x\\' | a quote is not closed
                    SELECT /* /* */ 1 | a comment is not closed
                    SELECT $tag$x$tag$ | a dollar quote is not supported
                    """)
    void refusesTextsThatDoNotClose(String text, String message) {
        assertThatThrownBy(() -> new StatementText(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @Test
    void countsOpenBracketsUpToTheLimit() {
        int limit = StatementText.BRACKETS_MAX;
        String fits = "SELECT " + "(".repeat(limit) + "1" + ")".repeat(limit);

        assertThat(new StatementText(fits).forParser()).isEqualTo(fits);
        assertThatThrownBy(() -> new StatementText(fits.replace("1", "(1)")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("nested too deeply (limit: 100)");
        assertThat(new StatementText("SELECT 1, " + "(1), ".repeat(1000) + "1").firstWord())
                .isEqualTo("SELECT");
    }

    @ParameterizedTest
    @CsvSource({
        "SHOW COLUMNS FROM home, home",
        "show columns in \"Home\";, Home",
        "DESCRIBE iox.HOME, home",
        "desc \"a\"\"b\", a\"b",
        "SHOW TABLES, ''",
        "SELECT 1, ''"
    })
    void findsTheDescribedTable(String text, String table) {
        assertThat(new StatementText(text).describedTable()).isEqualTo(table);
    }

    private static FileEntry file(long sequence, long min, long max) {
        return new FileEntry(new ObjectPath("f" + sequence), 1, min, max, 1, 1, sequence);
    }

    private static TableRows batch(long... times) {
        TableRows rows = new TableRows("t");
        for (long time : times) {
            rows.endRow(time);
        }
        return rows;
    }

    @Test
    void putsOverlappingSourcesTogetherInTheirOrder() {
        FileEntry late = file(1, 50, 60);
        FileEntry early = file(2, 0, 10);
        FileEntry bridge = file(3, 10, 20);
        TableRows over = batch(20, 30);
        TableRows apart = batch(40);

        List<OverlapGroups.Group> groups =
                OverlapGroups.of(List.of(late, early, bridge), List.of(over, apart));

        assertThat(groups)
                .containsExactly(
                        new OverlapGroups.Group(List.of(early, bridge), List.of(over)),
                        new OverlapGroups.Group(List.of(), List.of(apart)),
                        new OverlapGroups.Group(List.of(late), List.of()));
        assertThat(groups)
                .extracting(OverlapGroups.Group::isUnique)
                .containsExactly(false, false, true);
    }

    @Test
    void putsASourceInsideALongerOneWithIt() {
        List<OverlapGroups.Group> groups =
                OverlapGroups.of(
                        List.of(file(1, 0, 100), file(2, 10, 20), file(3, 90, 95)), List.of());

        assertThat(groups).singleElement().extracting(group -> group.files().size()).isEqualTo(3);
    }

    @Test
    void findsNoGroupsWithoutSources() {
        assertThat(OverlapGroups.of(List.of(), List.of())).isEmpty();
    }
}
