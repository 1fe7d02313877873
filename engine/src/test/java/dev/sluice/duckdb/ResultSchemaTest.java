// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.query.ResultStream;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema of results (data.md 4.7).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResultSchemaTest {
    private static final List<String> ALL =
            List.of(
                    "b Bool iox::column_type::field::boolean",
                    "f FloatingPoint(DOUBLE) iox::column_type::field::float",
                    "i Int(64, true) iox::column_type::field::integer",
                    "s Utf8 iox::column_type::field::string",
                    "tag Utf8 iox::column_type::tag",
                    "time Timestamp(NANOSECOND, null) not null iox::column_type::timestamp",
                    "u Int(64, false) iox::column_type::field::uinteger");

    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.buffer("t,tag=x i=1i,u=1u,f=1,s=\"a\",b=true 1");
        db.file("t,tag=y i=1i,u=1u,f=1,s=\"a\",b=true 2", "other,tag=z i=1 1");
    }

    @AfterAll
    void close() {
        db.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT t.* FROM t",
                "SELECT * FROM (SELECT * FROM t) x",
                "WITH x AS (SELECT * FROM t) SELECT * FROM x",
                "SELECT * FROM t UNION ALL SELECT * FROM t",
                "SELECT b, f, i, s, tag, time, u FROM t",
                "SELECT x.b, x.f, x.i, x.s, x.tag, x.time, x.u FROM iox.t x",
                "SELECT * FROM t WHERE time > now()",
                "SELECT DISTINCT * FROM t ORDER BY time LIMIT 0",
                "SELECT t.* FROM t JOIN other o ON t.tag = o.tag"
            })
    @Conforms("D-124")
    void tellsTheColumnTypesOfPlainReferences(String sql) {
        assertThat(schema(sql)).isEqualTo(ALL);
    }

    @Test
    void keepsTheTypeUnderAnAlias() {
        assertThat(schema("SELECT tag AS \"Room\", i AS n FROM t"))
                .containsExactly(
                        "Room Utf8 iox::column_type::tag",
                        "n Int(64, true) iox::column_type::field::integer");
    }

    @Test
    void leavesOutExcludedColumns() {
        assertThat(schema("SELECT * EXCLUDE (b, f, i, s, u) FROM t"))
                .containsExactly(ALL.get(4), ALL.get(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    i + 1 | Int(64, true)
                    1 | Int(64, true)
                    1.5 | FloatingPoint(DOUBLE)
                    'x' | Utf8
                    NULL | Utf8
                    count(*) | Int(64, true)
                    sum(i) | Int(64, true)
                    sum(f) | FloatingPoint(DOUBLE)
                    avg(i) | FloatingPoint(DOUBLE)
                    min(u) | Int(64, false)
                    max(time) | Timestamp(NANOSECOND, null)
                    max(tag) | Utf8
                    regr_count(f, i) | Int(64, false)
                    f::REAL::VARCHAR | Utf8
                    CAST(i AS INT) | Int(64, true)
                    date_bin(INTERVAL '1 hour', time) | Timestamp(NANOSECOND, null)
                    date_trunc('day', time) | Timestamp(NANOSECOND, null)
                    now() | Timestamp(NANOSECOND, null)
                    now() - INTERVAL '1 month' | Timestamp(NANOSECOND, null)
                    to_timestamp(5) | Timestamp(NANOSECOND, null)
                    '2022-01-01'::TIMESTAMP | Timestamp(NANOSECOND, null)
                    f > 1 | Bool
                    length(s) | Int(64, true)
                    extract(hour FROM time) | Int(64, true)
                    row_number() OVER () | Int(64, true)
                    """)
    void computesInTheTypesThatClientsRead(String expression, String type) {
        List<String> schema =
                schema("SELECT " + expression + " AS x FROM t GROUP BY i, f, s, time");
        assertThat(schema).containsExactly("x " + type);
    }

    /// The reference product shows a result's column under what was computed (data.md 4.7).
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    s ~ 'a.*' => t.s ~ Utf8("a.*")
                    s ~* 'A' => t.s ~* Utf8("A")
                    s !~ 'd' => t.s !~ Utf8("d")
                    s !~* 'd' => t.s !~* Utf8("d")
                    s LIKE 'a%' => t.s LIKE Utf8("a%")
                    s NOT ILIKE 'a%' => t.s NOT ILIKE Utf8("a%")
                    s SIMILAR TO 'a' => t.s SIMILAR TO Utf8("a")
                    i <> 2 => t.i != Int64(2)
                    i <=> 2 => t.i IS NOT DISTINCT FROM Int64(2)
                    i ^ 3 => t.i BIT_XOR Int64(3)
                    i >> 3 => t.i >> Int64(3)
                    -i => (- t.i)
                    NOT b => NOT t.b
                    i IS NULL => t.i IS NULL
                    i IN (1, 2) => t.i IN Int64(1), Int64(2)
                    i NOT IN (1) => t.i NOT IN Int64(1)
                    i BETWEEN 1 AND 2 => t.i BETWEEN Int64(1) AND Int64(2)
                    i NOT BETWEEN 1 AND 2 => t.i NOT BETWEEN Int64(1) AND Int64(2)
                    CASE WHEN b THEN 1 END => CASE WHEN t.b THEN Int64(1) END
                    CASE WHEN b THEN 1 ELSE 2 END => CASE WHEN t.b THEN Int64(1) ELSE Int64(2) END
                    time AT TIME ZONE 'Asia/Tokyo' => t.time
                    time::BIGINT => t.time
                    selector_max(i, time)['value'] => selector_max(t.i,t.time)[value]
                    [i, 2][1] => make_array(t.i,Int64(2))[Int64(1)]
                    avg(f) => avg(t.f)
                    count(*) => count(*)
                    count(DISTINCT i) => count(DISTINCT t.i)
                    """)
    void namesWhatIsComputed(String expression, String name) {
        assertThat(db.columns("SELECT " + expression + " FROM t GROUP BY b, f, i, s, time LIMIT 1"))
                .containsExactly(name);
    }

    @Test
    void takesTheTypeOffWhatIsComputed() {
        assertThat(schema("SELECT upper(tag) AS tag FROM t")).containsExactly("tag Utf8");
    }

    @Test
    void mixesNoTypesInAUnion() {
        assertThat(schema("SELECT tag FROM t UNION ALL SELECT s FROM t"))
                .containsExactly("tag Utf8");
    }

    private List<String> schema(String sql) {
        List<String> result = new ArrayList<>();
        try (ResultStream stream = db.open(sql)) {
            for (Field field : stream.schema().getFields()) {
                String type = field.getMetadata().get("iox::column::type");
                result.add(
                        field.getName()
                                + " "
                                + field.getType()
                                + (field.isNullable() ? "" : " not null")
                                + (type == null ? "" : " " + type));
            }
            assertThat(stream.root().getSchema()).isEqualTo(stream.schema());
        }
        return result;
    }
}
