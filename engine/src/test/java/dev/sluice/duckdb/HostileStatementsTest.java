// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What must never run: each is refused with a message that names it, and nothing has changed
/// afterwards.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileStatementsTest {
    private Path directory;
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        directory = folder;
        db = QueryFixture.open(folder);
        db.file("home,room=Kitchen temp=21.5 1");
        db.buffer("home,room=Hall temp=19.5 2");
    }

    @AfterAll
    void close() {
        db.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    COPY home TO 'stolen.csv' ~ Statement not supported: COPY
                    COPY (SELECT 1) TO 'stolen.parquet' (FORMAT parquet) ~ Statement not supported: COPY
                    EXPORT DATABASE 'stolen' ~ Statement not supported: EXPORT
                    IMPORT DATABASE 'stolen' ~ Statement not supported: IMPORT
                    ATTACH 'other.db' ~ Statement not supported: ATTACH
                    DETACH memory ~ Statement not supported: DETACH
                    USE memory ~ Statement not supported: USE
                    PRAGMA database_list ~ Statement not supported: PRAGMA
                    PRAGMA enable_external_access ~ Statement not supported: PRAGMA
                    SET enable_external_access = true ~ Statement not supported: SET
                    SET GLOBAL lock_configuration = false ~ Statement not supported: SET
                    RESET memory_limit ~ Statement not supported: RESET
                    INSTALL httpfs ~ Statement not supported: INSTALL
                    LOAD httpfs ~ Statement not supported: LOAD
                    CALL pragma_version() ~ Statement not supported: CALL
                    CHECKPOINT ~ Statement not supported: CHECKPOINT
                    VACUUM ~ Statement not supported: VACUUM
                    BEGIN TRANSACTION ~ Statement not supported: BEGIN
                    COMMIT ~ Statement not supported: COMMIT
                    PREPARE p AS SELECT 1 ~ Statement not supported: PREPARE
                    EXECUTE p ~ Statement not supported: EXECUTE
                    EXPLAIN EXPLAIN SELECT 1 ~ Statement not supported: EXPLAIN
                    CREATE TABLE t (a INT) ~ DDL not supported: CREATE
                    CREATE VIEW v AS SELECT 1 ~ DDL not supported: CREATE
                    CREATE OR REPLACE MACRO sluice_floor_us(t) AS 1 ~ DDL not supported: CREATE
                    CREATE SECRET s (TYPE s3) ~ DDL not supported: CREATE
                    DROP TABLE home ~ DDL not supported: DROP
                    ALTER TABLE home ADD COLUMN a INT ~ DDL not supported: ALTER
                    TRUNCATE home ~ DDL not supported: TRUNCATE
                    INSERT INTO home VALUES (1) ~ DML not supported: INSERT
                    UPDATE home SET temp = 1 ~ DML not supported: UPDATE
                    DELETE FROM home ~ DML not supported: DELETE
                    MERGE INTO home USING home h ON true WHEN MATCHED THEN DELETE ~ DML not supported: MERGE
                    SELECT 1; SELECT 2 ~ only a single SQL statement is allowed
                    SELECT 1; DROP TABLE home ~ only a single SQL statement is allowed
                    /* x */ -- y ~ no statement found
                    WITH x AS (INSERT INTO home VALUES (1) RETURNING *) SELECT * FROM x ~ DML not supported: INSERT
                    WITH x AS (DELETE FROM home RETURNING *) SELECT * FROM x ~ DML not supported: DELETE
                    WITH x AS (UPDATE home SET temp = 1 RETURNING *) SELECT * FROM x ~ DML not supported: UPDATE
                    WITH x AS (COPY home TO 'stolen.csv') SELECT 1 ~ Statement not supported: COPY
                    SELECT * FROM (WITH x AS (DELETE FROM home RETURNING *) SELECT * FROM x) ~ DML not supported: DELETE
                    SELECT (WITH x AS (DELETE FROM home RETURNING 1) SELECT 1) ~ DML not supported: DELETE
                    SELECT * FROM read_csv('/etc/passwd') ~ table function 'read_csv' is not supported
                    SELECT * FROM read_csv_auto('/etc/passwd') ~ table function 'read_csv_auto' is not supported
                    SELECT * FROM read_parquet('objects/data/1/1/aa/x.parquet') ~ table function 'read_parquet' is not supported
                    SELECT * FROM parquet_metadata('x') ~ table function 'parquet_metadata' is not supported
                    SELECT * FROM read_text('/etc/passwd') ~ table function 'read_text' is not supported
                    SELECT * FROM read_blob('/etc/passwd') ~ table function 'read_blob' is not supported
                    SELECT * FROM read_json('x.json') ~ table function 'read_json' is not supported
                    SELECT * FROM glob('/*') ~ table function 'glob' is not supported
                    SELECT * FROM sniff_csv('x') ~ table function 'sniff_csv' is not supported
                    SELECT * FROM query('SELECT 1') ~ table function 'query' is not supported
                    SELECT * FROM query_table('home') ~ table function 'query_table' is not supported
                    SELECT * FROM json_execute_serialized_sql('{}') ~ table function 'json_execute_serialized_sql' is not supported
                    SELECT * FROM sluice_buffer(1) ~ table function 'sluice_buffer' is not supported
                    SELECT * FROM duckdb_settings() ~ table function 'duckdb_settings' is not supported
                    SELECT * FROM duckdb_secrets() ~ table function 'duckdb_secrets' is not supported
                    SELECT * FROM pragma_table_info('home') ~ table function 'pragma_table_info' is not supported
                    SELECT * FROM repeat_row(1, num_rows = 3) ~ 'repeat_row'
                    SELECT * FROM 'objects/data/1/1/aa/x.parquet' ~ not found
                    SELECT * FROM '/etc/passwd' ~ table 'public.iox./etc/passwd' not found
                    SELECT * FROM "https://example.com/x.csv" ~ not found
                    SELECT * FROM duckdb_tables ~ table 'public.iox.duckdb_tables' not found
                    SELECT * FROM sqlite_master ~ table 'public.iox.sqlite_master' not found
                    SELECT * FROM pg_catalog.pg_class ~ table 'public.pg_catalog.pg_class' not found
                    SELECT * FROM main.duckdb_views ~ table 'public.main.duckdb_views' not found
                    SELECT * FROM memory.main.home ~ table 'memory.main.home' not found
                    SELECT * FROM system.information_schema.tables ~ table 'system.information_schema.tables' not found
                    SELECT * FROM information_schema.schemata_of_others ~ not found
                    SELECT * FROM sluice_with_0 ~ table 'public.iox.sluice_with_0' not found
                    SELECT getenv('HOME') ~ function 'getenv' is not supported
                    SELECT current_setting('temp_directory') ~ function 'current_setting' is not supported
                    SELECT set_config('a', 'b', false) ~ function 'set_config' is not supported
                    SELECT json_serialize_sql('SELECT 1') ~ function 'json_serialize_sql' is not supported
                    SELECT json_deserialize_sql('{}') ~ function 'json_deserialize_sql' is not supported
                    SELECT pg_version() ~ function 'pg_version' is not supported
                    SELECT current_database() ~ function 'current_database' is not supported
                    SELECT txid_current() ~ function 'txid_current' is not supported
                    SELECT nextval('s') ~ function 'nextval' is not supported
                    SELECT write_log('x') ~ function 'write_log' is not supported
                    SELECT sluice_date_bin(1, time, 0) FROM home ~ function 'sluice_date_bin' is not supported
                    SELECT sleep_ms(1000) ~ function 'sleep_ms' is not supported
                    SELECT error('x') ~ function 'error' is not supported
                    SELECT system.main.getenv('HOME') ~ 'getenv'
                    SELECT main.sum(temp) FROM home ~ 'schema' of function 'sum' is not supported
                    SELECT count(temp) FILTER (WHERE getenv('HOME') = 'x') FROM home ~ function 'getenv' is not supported
                    SELECT sum(temp) OVER (ORDER BY getenv('HOME')) FROM home ~ function 'getenv' is not supported
                    SELECT 1 ORDER BY getenv('HOME') ~ function 'getenv' is not supported
                    SELECT 1 LIMIT length(getenv('HOME')) ~ function 'getenv' is not supported
                    SELECT * FROM home JOIN home h ON getenv('HOME') = 'x' ~ function 'getenv' is not supported
                    SELECT * FROM home, LATERAL (SELECT getenv('HOME')) x ~ function 'getenv' is not supported
                    SELECT * FROM unnest([getenv('HOME')]) ~ function 'getenv' is not supported
                    SELECT * FROM (VALUES (getenv('HOME'))) v ~ function 'getenv' is not supported
                    SELECT CASE WHEN true THEN getenv('HOME') END ~ function 'getenv' is not supported
                    SELECT {'a': getenv('HOME')} ~ function 'getenv' is not supported
                    SELECT 1 IN (SELECT getenv('HOME')) ~ function 'getenv' is not supported
                    SELECT 1 GROUP BY getenv('HOME') ~ function 'getenv' is not supported
                    SELECT 1 HAVING getenv('HOME') = 'x' ~ function 'getenv' is not supported
                    SELECT 1 QUALIFY getenv('HOME') = 'x' ~ function 'getenv' is not supported
                    SELECT DISTINCT ON (getenv('HOME')) 1 ~ function 'getenv' is not supported
                    SELECT * REPLACE (getenv('HOME') AS room) FROM home ~ 'replace list' of star is not supported
                    SELECT COLUMNS('.*') FROM home ~ star is not supported
                    SELECT list_transform([1], x -> x) ~ LAMBDA is not supported
                    SELECT [x FOR x IN [1, 2]] ~ is not supported
                    SELECT #1 FROM home ~ POSITIONAL REFERENCE is not supported
                    SELECT temp COLLATE nocase FROM home ~ COLLATE is not supported
                    SELECT TRY(temp) FROM home ~ operator OPERATOR TRY is not supported
                    SELECT * FROM home TABLESAMPLE 10% ~ 'sample'
                    SELECT * FROM home USING SAMPLE 10 ~ 'sample' of SELECT is not supported
                    SELECT * FROM home AT (VERSION => 1) ~ 'at clause'
                    SELECT * FROM home PIVOT (sum(temp) FOR room IN ('a')) ~ PIVOT is not supported
                    SELECT * FROM home ASOF JOIN home h ON home.time >= h.time ~ ASOF JOIN is not supported
                    SELECT * FROM home POSITIONAL JOIN home h ~ POSITIONAL JOIN is not supported
                    SELECT * FROM home LIMIT 10% ~ LIMIT by percentage is not supported
                    SELECT * FROM unnest([1]) WITH ORDINALITY ~ WITH ORDINALITY is not supported
                    SELECT 1::HUGEINT ~ type 'hugeint' is not supported
                    SELECT '1'::INT[] ~ type 'list' is not supported
                    SELECT x'ff' ~ HEX literal is not supported
                    SELECT $$x$$ ~ a dollar quote is not supported
                    SHOW DATABASES ~ 'databases' is not a variable which can be viewed with 'SHOW'
                    SHOW ALL TABLES ~ Statement not supported
                    SUMMARIZE home ~ Statement not supported
                    DESCRIBE SELECT 1 ~ Statement not supported
                    """)
    @Conforms("D-139")
    void refuses(String sql, String message) throws IOException {
        List<Path> before = files();

        assertThatThrownBy(() -> db.open(sql))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID);
                            assertThat(e.problem().message()).contains(message);
                        });

        assertThat(files()).isEqualTo(before);
        assertThat(db.rows("SELECT room FROM home ORDER BY room"))
                .containsExactly("Hall", "Kitchen");
    }

    static List<String> bombs() {
        int n = 200_000;
        return List.of(
                "SELECT " + "(".repeat(n) + "1" + ")".repeat(n),
                "SELECT " + "(".repeat(n),
                "SELECT E'\\'' " + "(".repeat(n) + "'",
                "SELECT 1 /* /* */ ' */ " + "(".repeat(n) + " --'",
                "SELECT 1" + "+1".repeat(n / 2),
                "SELECT " + "NOT ".repeat(n / 4) + "true",
                "SELECT " + "- ".repeat(n / 2) + "1",
                "SELECT " + "CASE WHEN true THEN ".repeat(n / 26) + "1" + " END".repeat(n / 26),
                "SELECT " + "[".repeat(n / 2) + "]".repeat(n / 2),
                "SELECT 1" + "::INT".repeat(n / 5),
                "SELECT a" + "[1]".repeat(n / 3),
                "SELECT " + "abs(".repeat(n / 5) + "1" + ")".repeat(n / 5),
                "SELECT * FROM " + "(SELECT * FROM ".repeat(n / 16) + "home" + ")".repeat(n / 16),
                "SELECT * FROM home" + " NATURAL JOIN home".repeat(n / 18),
                "SELECT room" + " IS NULL".repeat(n / 8) + " FROM home",
                "SELECT room" + " AND true OR room".repeat(n / 17) + " IS NULL FROM ghost",
                "SELECT 1 -- \r ' \n" + "(".repeat(n) + "'",
                "SELECT " + "x".repeat(300_000),
                "SELECT '\0'");
    }

    @ParameterizedTest(name = "bomb {index}")
    @MethodSource("bombs")
    void refusesWhatWouldExhaustTheParser(String sql) {
        assertThatThrownBy(() -> db.open(sql))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(Problem.Kind.INVALID));

        assertThat(db.rows("SELECT count(*) FROM home")).containsExactly("2");
    }

    @Test
    void doesNotShowOurOwnTextInMessages() {
        assertThatThrownBy(() -> db.open("SELECT nothing FROM home"))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "Error while planning query: Error during planning: No field named nothing."
                                + " Valid fields are home.room, home.temp, home.time.");
        assertThatThrownBy(() -> db.open("SELECT room + temp FROM home"))
                .isInstanceOf(ProblemException.class)
                .hasMessageNotContaining("read_parquet")
                .hasMessageNotContaining(directory.toString());
    }

    @Test
    void doesNotAnswerForColumnsThatAreNotThere() {
        for (String name : List.of("user", "current_user", "session_user", "current_schema")) {
            assertThatThrownBy(() -> db.open("SELECT " + name + " FROM home"))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("No field named " + name);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !path.startsWith(directory.resolve("spill")))
                    .sorted()
                    .toList();
        }
    }
}
