// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens to a text before it becomes a tree.
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
        "EXPLAIN DESCRIBE /* x */ public.iox.t ; -- y, t"
    })
    void findsTheDescribedTable(String text, String table) {
        assertThat(new StatementText(text).described()).containsExactly("iox", table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHOW TABLES", "SELECT 1", "DESCRIBE other.iox.t", "DESCRIBE a b"})
    void describesNothingElse(String text) {
        assertThat(new StatementText(text).described()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT f(0.5) WITHIN GROUP (ORDER BY x) FROM t | SELECT f(0.5 ORDER BY x) FROM t
                    SELECT f() within group (order by x) | SELECT f(NULL order by x)
                    SELECT * FROM a LEFT SEMI JOIN b ON true | SELECT * FROM a SEMI JOIN b ON true
                    SELECT * FROM a left anti join b ON true | SELECT * FROM a anti join b ON true
                    SELECT 1::BIGINT UNSIGNED, 'BIGINT UNSIGNED' | SELECT 1::UBIGINT , 'BIGINT UNSIGNED'
                    SELECT lag(x) IGNORE NULLS OVER (ORDER BY t) | SELECT lag(x IGNORE NULLS) OVER (ORDER BY t)
                    SELECT struct(a AS 'x', b) FROM t | SELECT struct_pack ("x" := a , "c1" := b) FROM t
                    SELECT row(struct(1 AS a) AS B, f(x, y)) | SELECT struct_pack ("b" := struct_pack ("a" := 1 ) , "c1" := f(x, y))
                    SELECT struct(a, b) | SELECT struct(a, b)
                    SELECT a 'x', t.time 'y', f(a, 1) "z", g(b) 'u' FROM t | SELECT a AS 'x', t.time AS 'y', f(a, 1) "z", g(b) AS 'u' FROM t
                    SELECT DISTINCT s['value'] 'v' | SELECT DISTINCT s['value'] AS 'v'
                    SELECT DATE '2022-01-01', DECIMAL(3, 1) '1.5', INT[] '[1]', E'a' FROM t | SELECT DATE '2022-01-01', DECIMAL(3, 1) '1.5', INT[] '[1]', E'a' FROM t
                    SELECT DISTINCT 'a', NOT 'true' | SELECT DISTINCT 'a', NOT 'true'
                    SELECT 1 WHERE a IS DISTINCT FROM 'b' | SELECT 1 WHERE a IS DISTINCT FROM 'b'
                    SELECT (a IS NOT DISTINCT FROM 'b'), 1 | SELECT (a IS NOT DISTINCT FROM 'b'), 1
                    SELECT DISTINCT ON (a) 'b' FROM t | SELECT DISTINCT ON (a) 'b' FROM t
                    SELECT trim(BOTH 'x' FROM a), VALUES ('a'), ('b') | SELECT trim(BOTH 'x' FROM a), VALUES ('a'), ('b')
                    SELECT 1 WHERE a LIKE 'b' | SELECT 1 WHERE a LIKE 'b'
                    SELECT ') WITHIN GROUP (ORDER BY x)' -- LEFT SEMI JOIN | SELECT ') WITHIN GROUP (ORDER BY x)' -- LEFT SEMI JOIN
                    """)
    void translatesForTheParser(String text, String expected) {
        assertThat(new StatementText(text).forParser().replaceAll(" +", " ")).isEqualTo(expected);
    }
}
