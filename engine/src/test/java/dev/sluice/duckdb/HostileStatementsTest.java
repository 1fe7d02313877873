// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.lang.reflect.Method;
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
import org.junit.jupiter.params.provider.ValueSource;

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
        db.buffer("secrets secret=\"of another\" 1");
        db.nextDatabase();
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
                    SELECT $$x$$ ~ a dollar quote is not supported
                    SHOW DATABASES ~ 'databases' is not a variable which can be viewed with 'SHOW'
                    SHOW ALL TABLES ~ Statement not supported
                    SUMMARIZE home ~ Statement not supported
                    DESCRIBE SELECT 1 ~ Statement not supported
                    EXPLAIN COPY home TO 'stolen.csv' ~ Statement not supported: COPY
                    EXPLAIN ANALYZE DELETE FROM home ~ DML not supported: DELETE
                    EXPLAIN ANALYZE INSERT INTO home VALUES (1) ~ DML not supported: INSERT
                    EXPLAIN ANALYZE SELECT 1; DROP TABLE home ~ only a single SQL statement is allowed
                    EXPLAIN SELECT * FROM read_csv('/etc/passwd') ~ table function 'read_csv' is not supported
                    EXPLAIN ANALYZE SELECT * FROM '/etc/passwd' ~ table 'public.iox./etc/passwd' not found
                    EXPLAIN (FORMAT json) SELECT 1 ~ syntax error
                    ANALYZE home ~ Statement not supported: ANALYZE
                    FORCE CHECKPOINT ~ Statement not supported: FORCE
                    ROLLBACK ~ Statement not supported: ROLLBACK
                    DEALLOCATE p ~ Statement not supported: DEALLOCATE
                    SET VARIABLE x = 1 ~ Statement not supported: SET
                    SET memory_limit = '1TB' ~ Statement not supported: SET
                    SET temp_directory = '/etc' ~ Statement not supported: SET
                    SET search_path = 'system' ~ Statement not supported: SET
                    RESET ALL ~ SQL error
                    PRAGMA table_info('home') ~ Statement not supported: PRAGMA
                    PRAGMA show_tables ~ Statement not supported: PRAGMA
                    PRAGMA import_database('x') ~ Statement not supported: PRAGMA
                    COMMENT ON TABLE home IS 'x' ~ DDL not supported: COMMENT
                    CREATE SCHEMA s ~ DDL not supported: CREATE
                    CREATE SEQUENCE s ~ DDL not supported: CREATE
                    CREATE TYPE t AS ENUM ('a') ~ DDL not supported: CREATE
                    CREATE INDEX i ON home (temp) ~ DDL not supported: CREATE
                    CREATE FUNCTION f(a) AS a ~ DDL not supported: CREATE
                    CREATE TEMP TABLE t AS SELECT * FROM home ~ DDL not supported: CREATE
                    CREATE TABLE t AS FROM read_csv('/etc/passwd') ~ DDL not supported: CREATE
                    DROP SCHEMA main CASCADE ~ DDL not supported: DROP
                    DROP MACRO sluice_date_bin ~ DDL not supported: DROP
                    ALTER DATABASE memory RENAME TO x ~ SQL error
                    INSERT INTO home SELECT * FROM home ~ DML not supported: INSERT
                    INSERT OR REPLACE INTO home VALUES (1) ~ DML not supported: INSERT
                    DELETE FROM home USING home h ~ DML not supported: DELETE
                    UPDATE home SET temp = (SELECT 1) RETURNING * ~ DML not supported: UPDATE
                    GRANT ALL ON home TO public ~ SQL error
                    ATTACH '/etc/passwd' AS stolen (TYPE sqlite) ~ Statement not supported: ATTACH
                    ATTACH ':memory:' AS other ~ Statement not supported: ATTACH
                    COPY FROM DATABASE memory TO other ~ Statement not supported: COPY
                    COPY (SELECT * FROM home) TO '/dev/stdout' ~ Statement not supported: COPY
                    INSTALL 'http://example.com/x.duckdb_extension' ~ Statement not supported: INSTALL
                    FORCE INSTALL httpfs ~ Statement not supported: FORCE
                    UPDATE EXTENSIONS ~ not supported: UPDATE
                    SELECT 1; SELECT 2; SELECT 3 ~ only a single SQL statement is allowed
                    SELECT 1; SET threads = 99 ~ only a single SQL statement is allowed
                    SELECT 1; COPY home TO 'stolen.csv' ~ only a single SQL statement is allowed
                    SELECT 1;; DROP TABLE home ~ only a single SQL statement is allowed
                    ; DROP TABLE home ~ DDL not supported: DROP
                    /* SELECT */ DROP TABLE home ~ DDL not supported: DROP
                    WITH x AS (MERGE INTO home USING home h ON true WHEN MATCHED THEN DELETE RETURNING 1) SELECT * FROM x ~ SQL error: A CTE body must be
                    WITH RECURSIVE x AS (DELETE FROM home RETURNING 1) SELECT * FROM x ~ Recursive CTEs with DML statements are not supported
                    WITH x AS MATERIALIZED (INSERT INTO home VALUES (1) RETURNING *) SELECT 1 ~ DML not supported: INSERT
                    SELECT * FROM home WHERE room IN (WITH x AS (DELETE FROM home RETURNING room) SELECT room FROM x) ~ DML not supported: DELETE
                    SELECT 1 UNION ALL (WITH x AS (DELETE FROM home RETURNING 1) SELECT 1) ~ DML not supported: DELETE
                    SELECT * FROM home, LATERAL (WITH x AS (DELETE FROM home RETURNING 1) SELECT 1) y ~ DML not supported: DELETE
                    SELECT * FROM read_ndjson('x') ~ table function 'read_ndjson' is not supported
                    SELECT * FROM read_json_auto('x') ~ table function 'read_json_auto' is not supported
                    SELECT * FROM read_duckdb('x') ~ table function 'read_duckdb' is not supported
                    SELECT * FROM parquet_scan('x') ~ table function 'parquet_scan' is not supported
                    SELECT * FROM parquet_schema('x') ~ table function 'parquet_schema' is not supported
                    SELECT * FROM parquet_file_metadata('x') ~ table function 'parquet_file_metadata' is not supported
                    SELECT * FROM arrow_scan(1, 2, 3) ~ table function 'arrow_scan' is not supported
                    SELECT * FROM seq_scan('home') ~ table function 'seq_scan' is not supported
                    SELECT * FROM iceberg_scan('x') ~ table function 'iceberg_scan' is not supported
                    SELECT * FROM sqlite_scan('catalog.db', 'databases') ~ table function 'sqlite_scan' is not supported
                    SELECT * FROM duckdb_databases() ~ table function 'duckdb_databases' is not supported
                    SELECT * FROM duckdb_functions() ~ table function 'duckdb_functions' is not supported
                    SELECT * FROM duckdb_memory() ~ table function 'duckdb_memory' is not supported
                    SELECT * FROM duckdb_temporary_files() ~ table function 'duckdb_temporary_files' is not supported
                    SELECT * FROM duckdb_logs() ~ table function 'duckdb_logs' is not supported
                    SELECT * FROM pragma_database_size() ~ table function 'pragma_database_size' is not supported
                    SELECT * FROM checkpoint() ~ table function 'checkpoint' is not supported
                    SELECT * FROM summary(home) ~ table function 'summary' is not supported
                    SELECT * FROM repeat(1, 10) ~ table function 'repeat' is not supported
                    SELECT * FROM test_all_types() ~ table function 'test_all_types' is not supported
                    SELECT * FROM which_secret('x', 's3') ~ table function 'which_secret' is not supported
                    SELECT * FROM main.range(1) ~ 'schema'
                    SELECT * FROM range(1) WHERE getenv('HOME') = 'x' ~ function 'getenv' is not supported
                    SELECT * FROM range(length(getenv('HOME'))) ~ function 'getenv' is not supported
                    SELECT * FROM "/etc/passwd" ~ not found
                    SELECT * FROM 's3://bucket/x.parquet' ~ not found
                    SELECT * FROM 'objects/*.parquet' ~ not found
                    SELECT * FROM ['/etc/passwd'] ~ syntax error
                    TABLE duckdb_settings ~ not found
                    FROM '/etc/passwd' ~ not found
                    SELECT * FROM temp.main.home ~ table 'temp.main.home' not found
                    SELECT * FROM system.main.duckdb_tables ~ table 'system.main.duckdb_tables' not found
                    SELECT * FROM public.main.home ~ table 'public.main.home' not found
                    SELECT * FROM public.system.queries ~ table 'public.system.queries' not found
                    SELECT * FROM db0.iox.secrets ~ table 'db0.iox.secrets' not found
                    SELECT * FROM other.secrets ~ table 'public.other.secrets' not found
                    SELECT * FROM "other/secrets" ~ not found
                    SELECT * FROM "iox"."../other/secrets" ~ not found
                    SELECT * FROM secrets ~ table 'public.iox.secrets' not found
                    SELECT secret FROM home, secrets ~ table 'public.iox.secrets' not found
                    SELECT (SELECT secret FROM secrets) ~ table 'public.iox.secrets' not found
                    SELECT * FROM home WHERE EXISTS (SELECT 1 FROM secrets) ~ table 'public.iox.secrets' not found
                    WITH x AS (SELECT * FROM secrets) SELECT 1 ~ table 'public.iox.secrets' not found
                    SHOW COLUMNS FROM secrets ~ table 'public.iox.secrets' not found
                    DESCRIBE secrets ~ table 'public.iox.secrets' not found
                    SELECT * FROM pg_tables ~ not found
                    SELECT * FROM pragma_storage_info ~ not found
                    SELECT * FROM information_schema.character_sets ~ not found
                    SELECT sluice_local_ns(1, 2) ~ function 'sluice_local_ns' is not supported
                    SELECT sluice_digest_of('00', 'md5') ~ function 'sluice_digest_of' is not supported
                    SELECT sluice_parse_by_ns('a', 'b') ~ function 'sluice_parse_by_ns' is not supported
                    SELECT read_text('/etc/passwd') ~ function 'read_text' is not supported
                    SELECT getvariable('x') ~ function 'getvariable' is not supported
                    SELECT pg_get_viewdef(1) ~ function 'pg_get_viewdef' is not supported
                    SELECT pg_sleep(10) ~ function 'pg_sleep' is not supported
                    SELECT current_query() ~ function 'current_query' is not supported
                    SELECT in_search_path('a', 'b') ~ function 'in_search_path' is not supported
                    SELECT parse_path('/etc/passwd') ~ function 'parse_path' is not supported
                    SELECT query('SELECT 1') ~ function 'query' is not supported
                    SELECT json_extract('{}', '$') ~ function 'json_extract' is not supported
                    SELECT list_aggregate([1], 'getenv') ~ function 'list_aggregate' is not supported
                    SELECT list_reduce([1], lambda a, b: a) ~ is not supported
                    SELECT apply([1], lambda a: getenv('HOME')) ~ is not supported
                    SELECT setseed(0.5) ~ function 'setseed' is not supported
                    SELECT stats(temp) FROM home ~ function 'stats' is not supported
                    SELECT constant_or_null(1, 2) ~ function 'constant_or_null' is not supported
                    SELECT enum_range(NULL) ~ function 'enum_range' is not supported
                    SELECT hash(1) ~ function 'hash' is not supported
                    SELECT printf('%s', 'a') ~ function 'printf' is not supported
                    SELECT regexp_extract('a', 'a') ~ function 'regexp_extract' is not supported
                    SELECT to_json(temp) FROM home ~ function 'to_json' is not supported
                    SELECT home FROM home ~ No field named home
                    SELECT rowid FROM home ~ No field named rowid
                    SELECT file_row_number FROM home ~ No field named file_row_number
                    SELECT filename FROM home ~ No field named filename
                    SELECT * FROM home FOR UPDATE ~ SQL error: syntax error at or near "FOR" at Line: 1, Column: 20
                    SELECT 'é🚀' FROM home WHERE time > now() - 15m ~ near "m" at Line: 1, Column: 46; write INTERVAL '15 minutes'
                    SELECT approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY temp) FROM home WHERE time > now() - 1h ~ near "h" at Line: 1, Column: 97; write INTERVAL '1 hours'
                    EXPLAIN SELECT temp FROM home WHERE ~ near "WHERE" at Line: 1, Column: 31
                    SELECT temp FROM home WHERE temp LIKE '2%' ~ argument types 'LIKE(Float64, Utf8)'
                    SELECT temp FROM home WHERE temp NOT ILIKE 'a!' ESCAPE '!' ~ argument types 'ILIKE(Float64, Utf8, Utf8)'
                    SELECT temp ^ 1 FROM home ~ argument types '^(Float64, Int64)'
                    SELECT temp << 1 FROM home ~ argument types '&(Float64,
                    SELECT temp >> 1 FROM home ~ argument types '>>(Float64,
                    SELECT 1 << temp FROM home ~ argument types '&(Float64,
                    SELECT room << 1 FROM home ~ argument types '&(Utf8,
                    SELECT 1 >> room FROM home ~ argument types '&(Utf8,
                    SELECT (temp > 1) >> 1 FROM home ~ argument types '>>(Boolean,
                    SELECT true << 1 ~ argument types '&(Boolean,
                    SELECT 2.5 << 1 ~ argument types '&(Float64,
                    SELECT * INTO stolen FROM home ~ SQL error
                    SELECT x'fg' ~ not a hex literal: 'fg'
                    SELECT x'' ~ not a hex literal: ''
                    SELECT 0x ~ not a hex literal: ''
                    SELECT 0xff_ ~ not a hex literal: 'ff_'
                    SELECT x'f'', ''ff' ~ not a hex literal
                    SELECT temp FROM home WHERE temp > 0X10 ~ Cannot compare values of type Float64 and type Binary
                    SELECT 7 // 2 ~ function '//' is not supported
                    SELECT 2 ** 3 ~ function '**' is not supported
                    SELECT 1::DECIMAL(99, 1) ~ invalid DECIMAL(99, 1)
                    SELECT '[]'::JSON ~ type 'json' is not supported
                    SELECT 1::BIT ~ type 'BIT' is not supported
                    SELECT 1::"home" ~ type 'home' is not supported
                    SELECT {'a': 1}::STRUCT(a BIGINT) ~ type 'STRUCT' is not supported
                    SELECT INTERVAL (getenv('HOME')) DAY ~ function 'getenv' is not supported
                    SELECT date_bin(INTERVAL (temp) DAY, time) FROM home ~ not supported
                    SELECT date_bin_gapfill(INTERVAL '1 ns', time) AS t FROM home WHERE time > 0::TIMESTAMP AND time < 9e17::BIGINT::TIMESTAMP GROUP BY t ~ bound
                    SELECT count(*) OVER (PARTITION BY getenv('HOME')) ~ function 'getenv' is not supported
                    SELECT sum(temp) OVER (ROWS BETWEEN length(getenv('HOME')) PRECEDING AND CURRENT ROW) FROM home ~ function 'getenv' is not supported
                    SELECT array_agg(temp ORDER BY getenv('HOME')) FROM home ~ function 'getenv' is not supported
                    SELECT approx_percentile_cont(0.5) WITHIN GROUP (ORDER BY getenv('HOME')) FROM home ~ function 'getenv' is not supported
                    SELECT * FROM home ORDER BY ALL ~ is not supported
                    SELECT * EXCLUDE (room) RENAME (temp AS t) FROM home ~ is not supported
                    SELECT * LIKE '%' FROM home ~ * within an expression is not supported
                    SELECT abs(t.*) FROM home t ~ * within an expression is not supported
                    SELECT 1 FROM home WHERE * = 1 ~ is not supported
                    SELECT unnest([1], recursive := true) ~ a named argument of 'unnest' is not supported
                    UNPIVOT home ON temp INTO NAME n VALUE v ~ is not supported
                    PIVOT home ON room USING sum(temp) ~ not supported
                    SHOW ALL TABLES; DROP TABLE home ~ a single SQL statement
                    SHOW memory_limit ~ 'memory_limit' is not a variable which can be viewed with 'SHOW'
                    SUMMARIZE SELECT 1 ~ Statement not supported
                    DESCRIBE TABLE '/etc/passwd' ~ not
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

    /// Statements that look worse than they are.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT 'DROP TABLE home; --' ~ DROP TABLE home; --
                    SELECT 1 -- ; DROP TABLE home ~ 1
                    SELECT /* ; DROP TABLE home; */ 1; ~ 1
                    SELECT ''';DROP TABLE home;--' ~ ';DROP TABLE home;--
                    SELECT room AS "x'; DROP TABLE home; --" FROM home WHERE temp > 20 ~ Kitchen
                    SELECT count(*) FROM information_schema.tables WHERE table_name LIKE '%secret%' ~ 0
                    SELECT count(*) FROM information_schema.columns WHERE column_name = 'secret' ~ 0
                    SELECT count(*) FROM information_schema.schemata WHERE schema_name IN ('main', 'system', 'pg_catalog') ~ 0
                    SELECT count(*) FROM information_schema.routines WHERE routine_name LIKE 'sluice%' ~ 0
                    SELECT count(*) FROM information_schema.df_settings WHERE value LIKE '%/%' ~ 0
                    WITH secrets AS (SELECT 'mine' AS secret) SELECT secret FROM secrets ~ mine
                    WITH duckdb_settings AS (SELECT 1 AS n) SELECT n FROM duckdb_settings ~ 1
                    SELECT version() ~ Sluice
                    SELECT md5('/etc/passwd') ~ c5068b7c2b1707f8939b283a2758a691
                    """)
    void answersWhatDoesNoHarm(String sql, String answer) {
        assertThat(db.rows(sql)).containsExactly(answer);
    }

    @Test
    void holdsWhatTheSuitePromises() {
        long statements = statements(HostileStatementsTest.class, "answersWhatDoesNoHarm");
        statements += statements(BombsTest.class, "") + BombsTest.bombs().size();
        System.out.println(statements + " hostile statements");

        assertThat(statements).as("hostile statements").isGreaterThanOrEqualTo(300);
    }

    /// The statements in the tests of a class but one.
    private static long statements(Class<?> tests, String but) {
        long count = 0;
        for (Method method : tests.getDeclaredMethods()) {
            CsvSource rows = method.getAnnotation(CsvSource.class);
            ValueSource values = method.getAnnotation(ValueSource.class);
            if (rows != null && !method.getName().equals(but)) {
                count += rows.textBlock().lines().distinct().count();
            }
            count += values == null ? 0 : values.strings().length;
        }
        return count;
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
