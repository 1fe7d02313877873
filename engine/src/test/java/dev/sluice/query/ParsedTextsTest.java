// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.duckdb.DuckDbEngine;
import dev.sluice.duckdb.DuckDbSettings;
import dev.sluice.model.ProblemException;
import dev.sluice.query.sql.Query;
import dev.sluice.query.sql.SqlTreeReader;
import dev.sluice.query.sql.WrittenText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A text's tree is the same, whether the parser saw this text or one like it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ParsedTextsTest {
    private final DuckDbEngine engine;
    private final ParsedTexts texts = new ParsedTexts();

    /// What the parser was asked.
    private final List<String> asked = new ArrayList<>();

    ParsedTextsTest(@TempDir Path directory) throws IOException {
        engine =
                DuckDbEngine.start(
                        new DuckDbSettings(
                                directory,
                                directory.resolve("spill"),
                                256L << 20,
                                1,
                                1,
                                Duration.ofSeconds(5)));
    }

    @AfterAll
    void close() {
        engine.close();
    }

    private String parse(String sql) {
        asked.add(sql);
        try (SqlEngine.Session session = engine.begin(Duration.ofMinutes(1))) {
            return session.parse(sql);
        }
    }

    private Query read(String sql) {
        return texts.read(new StatementText(sql), this::parse);
    }

    private Query parsed(String sql) {
        StatementText text = new StatementText(sql);
        return new SqlTreeReader()
                .read(
                        parse(text.forParser()),
                        text.firstWord(),
                        new WrittenText(sql, text.forParser()));
    }

    /// The first text is read twice and the second one afterwards.
    private void requireSame(String first, String second) {
        assertThat(read(first)).isEqualTo(parsed(first));
        assertThat(read(first)).isEqualTo(parsed(first));
        assertThat(read(second)).isEqualTo(parsed(second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT x FROM t WHERE k = '#'",
                "SELECT x FROM t WHERE k='#' AND time >= '#' GROUP BY x",
                "SELECT x FROM t WHERE k IN ('#') OR m IN ('#', '#','a') LIMIT 3",
                "SELECT x FROM t WHERE (k <> '#' AND m != '#') AND (s <= '#') ORDER BY x",
                "SELECT x, '#' AS c FROM t WHERE k = '#'"
            })
    void textsThatDifferInWhatIsComparedAreParsedOnce(String sql) {
        requireSame(sql.replace("#", "one"), sql.replace("#", "it''s \"two\" -- ü"));
        asked.clear();
        read(sql.replace("'#' AS", "'c' AS").replace("#", "three"));
        int parsed = sql.contains("AS") ? 1 : 0;
        assertThat(asked).hasSize(parsed);
        read(sql.replace("'#' AS", "'c' AS").replace("#", "four"));
        assertThat(asked).hasSize(parsed);
    }

    /// What stands elsewhere can change what a text means, so it is not taken out.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT x FROM t WHERE k = '#'::VARCHAR",
                "SELECT x FROM t WHERE time > '#' AT TIME ZONE 'UTC'",
                "SELECT x FROM t WHERE k = '#' || 'a'",
                "SELECT k = '#' AS is FROM t",
                "SELECT x FROM t WHERE k = (SELECT max(k) FROM t WHERE m = '#')",
                "SELECT x FROM t WHERE k = '#' AND m = (SELECT max(m) FROM t WHERE k = '#')",
                "SELECT max(x) FROM t GROUP BY k HAVING k = '#'",
                "SELECT x FROM t WHERE k = E'#'",
                "SELECT x FROM t WHERE k IN ('#', m)",
                "SELECT x FROM t WHERE k = '#' UNION SELECT x FROM t WHERE k = '#'",
                "WITH w AS (SELECT * FROM t WHERE k = '#') SELECT x FROM w",
                "SELECT x FROM (SELECT * FROM t WHERE k = '#') AS d WHERE m = '#'",
                "SELECT x FROM t WHERE time > now() - INTERVAL '1 hour' AND k = '#'",
                "SELECT x FROM t WHERE k = $k AND m = '#'"
            })
    void otherTextsAreReadAsTheyAre(String sql) {
        requireSame(sql.replace("#", "one"), sql.replace("#", "two"));
        requireSame(sql.replace("#", "it''s"), sql.replace("#", ""));
    }

    @Test
    void whatAUserWritesIsNoMark() {
        requireSame("SELECT x FROM t WHERE k = '\uE0000'", "SELECT x FROM t WHERE k = '\uE0001'");
        requireSame("SELECT x FROM t WHERE k = '🐎'", "SELECT x FROM t WHERE k = 'a'");
    }

    @Test
    void errorsAreToldOfTheTextAsItIs() {
        for (String sql :
                List.of(
                        "SELECT x FROM WHERE k = 'a'",
                        "DELETE FROM t WHERE k = 'a'",
                        "SELECT x FROM t WHERE k = 'a' AND",
                        "SELECT x FROM t WHERE k = 'a'; SELECT 1")) {
            for (int time = 0; time < 2; time++) {
                assertThatThrownBy(() -> read(sql))
                        .isInstanceOf(ProblemException.class)
                        .hasMessage(message(sql));
            }
        }
    }

    private String message(String sql) {
        try {
            return "none for " + parsed(sql);
        } catch (ProblemException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
