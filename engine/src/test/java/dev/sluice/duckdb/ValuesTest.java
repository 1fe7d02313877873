// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Types, casts, operators and conditions (data.md 5.3, 5.4, 5.10).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ValuesTest {
    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.buffer(
                "v,tag=x b=true,f=2.7,i=7i,n=-7i,s=\"12\",u=5u,word=\"Kitchen\" 1641024000000000000");
    }

    @AfterAll
    void close() {
        db.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    CAST(f AS BIGINT) => 2
                    CAST(-2.7 AS BIGINT) => -2
                    2.7::INT => 2
                    CAST(s AS BIGINT) => 12
                    CAST(' 12 ' AS BIGINT) => 12
                    CAST('1e3' AS DOUBLE) => 1000.0
                    CAST(i AS DOUBLE) => 7.0
                    CAST(i AS VARCHAR) => 7
                    f::STRING => 2.7
                    i::TEXT => 7
                    i::CHAR(3) => 7
                    b::VARCHAR(1) => true
                    time::BIGINT => 1641024000000000000
                    1641024000000000000::TIMESTAMP = time => true
                    i::TIMESTAMP::BIGINT => 7
                    time::VARCHAR => 2022-01-01T08:00:00
                    'true'::BOOLEAN => true
                    'F'::BOOLEAN => false
                    'yes'::BOOLEAN => true
                    'No'::BOOLEAN => false
                    '1'::BOOLEAN => true
                    'off'::BOOLEAN => false
                    i::BOOLEAN => true
                    0::BOOLEAN => false
                    0.0::BOOLEAN => false
                    true::BIGINT => 1
                    b::DOUBLE => 1.0
                    5::BIGINT UNSIGNED => 5
                    u::BIGINT => 5
                    u::DOUBLE => 5.0
                    tag::STRING => x
                    upper(tag) => X
                    '1.005'::DECIMAL(10,2) => 1.01
                    1.5::DECIMAL(10,2) + 1 => 2.50
                    time::DATE => 18993
                    CAST('2022-01-01T10:11:12Z' AS TIME) => 36672000000000
                    NULL::BIGINT => null
                    TRY_CAST('x' AS BIGINT) => null
                    TRY_CAST('12.5' AS BIGINT) => null
                    TRY_CAST(1e30 AS BIGINT) => null
                    TRY_CAST('x' AS DOUBLE) => null
                    TRY_CAST('x' AS TIMESTAMP) => null
                    TRY_CAST(word AS TIMESTAMP) => null
                    TRY_CAST('maybe' AS BOOLEAN) => null
                    TRY_CAST(-1 AS BIGINT UNSIGNED) => null
                    TRY_CAST(s AS BIGINT) => 12
                    TRY_CAST(300 AS TINYINT) => null
                    """)
    @Conforms("D-142")
    void casts(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    /// Text is compared as text, whatever else the column holds.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    tag = 1 => 0
                    tag <> 1 => 1
                    1 = word => 0
                    s = 12 => 1
                    s = 012 => 1
                    s <> -12 => 1
                    s > 2 => 0
                    s IN (3, 12) => 1
                    s NOT IN (3, 12) => 0
                    s BETWEEN 1 AND 2 => 1
                    upper(word) = 5 => 0
                    s = $id => 1
                    """)
    void comparesTextWithWholeNumbers(String condition, String count) {
        assertThat(db.rows("SELECT count(*) FROM v WHERE " + condition, Map.of("id", 12L)))
                .containsExactly(count);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    CAST('x' AS BIGINT) => Could not convert string 'x' to Int64
                    CAST('12.5' AS BIGINT) => Could not convert string '12.5' to Int64
                    CAST(word AS DOUBLE) => Could not convert string 'Kitchen' to Float64
                    CAST(1e30 AS BIGINT) => out of range
                    CAST('NaN'::DOUBLE AS BIGINT) => out of range
                    CAST('maybe' AS BOOLEAN) => Could not convert string 'maybe' to Boolean
                    CAST(n AS BIGINT UNSIGNED) => out of range
                    CAST(-1.5 AS BIGINT UNSIGNED) => out of range
                    CAST(300 AS TINYINT) => out of range
                    CAST('later' AS TIMESTAMP) => not a timestamp: 'later'
                    CAST(word AS TIMESTAMP) => not a timestamp: 'Kitchen'
                    CAST(1 AS UUID) => type 'uuid' is not supported
                    CAST(s AS BLOB) => type 'blob' is not supported
                    CAST(s AS BYTEA) => type 'bytea' is not supported
                    CAST(s AS DATETIME) => type 'datetime' is not supported
                    CAST(s AS REGCLASS) => type 'regclass' is not supported
                    CAST(1 AS DECIMAL(39,2)) => invalid DECIMAL(39, 2)
                    """)
    @Conforms("D-142")
    void refusesCasts(String expression, String expected) {
        db.requireRefused("SELECT " + expression + " FROM v", expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    arrow_typeof(1.5::FLOAT) => Float32
                    arrow_typeof(1.5::REAL) => Float32
                    arrow_typeof(1.5::DOUBLE) => Float64
                    16777217::FLOAT::BIGINT => 16777216
                    1.1::FLOAT => 1.1
                    1.1::FLOAT::DOUBLE => 1.100000023841858
                    1.1::FLOAT = 1.1 => false
                    """)
    @Conforms("D-143")
    void keepsFloatsSingle(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    i / 2 => 3
                    n / 2 => -3
                    7 / 2 => 3
                    n % 3 => -1
                    i / 2.0 => 3.5
                    f / i => 0.38571428571428573
                    u / 2 => 2
                    1 / 0.0 => Infinity
                    f / 0 => Infinity
                    -f / 0 => -Infinity
                    0 / 0.0 => NaN
                    (f - f) / (f - f) => NaN
                    sum(i) / count(*) => 7
                    avg(i) / 2 => 3.5
                    max(f) / 0 => Infinity
                    CASE WHEN b THEN f ELSE 1 END / 0 => Infinity
                    (SELECT max(f) FROM v) / 0 => Infinity
                    2147483647 + 1 => 2147483648
                    i * 1000000000 * 1000 => 7000000000000
                    5 & 3 => 1
                    5 | 3 => 7
                    5 ^ 3 => 6
                    1 << 40 => 1099511627776
                    256 >> 4 => 16
                    -3 << 3 => -24
                    -3 >> 1 => -2
                    1 << 63 => -9223372036854775808
                    1 << 64 => 1
                    1::BIGINT UNSIGNED << 63 => 9223372036854775808
                    18446744073709551615::BIGINT UNSIGNED >> 60 => 15
                    i << NULL => null
                    -(-i) => 7
                    5.5 % 2 => 1.5
                    """)
    @Conforms("D-144")
    void divides(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    i / 0 => Divide by zero error
                    i / (i - i) => Divide by zero error
                    i % 0 => Divide by zero error
                    9223372036854775807 + i => Overflow
                    """)
    @Conforms("D-144")
    void refusesToDivideByZero(String expression, String expected) {
        db.requireRefused("SELECT " + expression + " FROM v", expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    word LIKE 'Kit%' => true
                    word LIKE 'kit%' => false
                    word ILIKE 'kit%' => true
                    word NOT LIKE '%x' => true
                    word NOT ILIKE 'KIT%' => false
                    word LIKE 'K_tchen' => true
                    'a%c' LIKE 'a!%c' ESCAPE '!' => true
                    'abc' LIKE 'a!%c' ESCAPE '!' => false
                    'a_c' LIKE 'a\\_c' => true
                    'abc' LIKE 'a\\_c' => false
                    'A%C' ILIKE 'a\\%c' => true
                    'abc' NOT LIKE 'a\\_c' => true
                    'abc' NOT ILIKE '\\a%' => false
                    'a\\c' LIKE 'a\\\\c' => true
                    'a\\' LIKE 'a\\' => true
                    'a' || '_c' LIKE 'a' || '\\_c' => true
                    'a\\' LIKE 'a' || chr(92) => true
                    word LIKE replace('K\\_tchen', '_', 'i') => true
                    word LIKE tag => false
                    word ~ '^Kit' => true
                    word ~ 'kit' => false
                    word ~* 'kit' => true
                    word !~ 'kit' => true
                    word !~* 'kit' => false
                    tag ~ '[w-z]' => true
                    'abc' SIMILAR TO 'a(b|d)c' => true
                    'abcd' SIMILAR TO 'a(b|d)c' => false
                    'abc' SIMILAR TO 'a%' => true
                    'abc' SIMILAR TO '_b_' => true
                    'abc' SIMILAR TO 'b' => false
                    'abc' SIMILAR TO 'a.c' => false
                    '^a.$' SIMILAR TO '^a.$' => true
                    'ab' || chr(10) || 'c' SIMILAR TO '(a|z)%c' => true
                    'abc' SIMILAR TO 'a\\%c' => false
                    'a%c' SIMILAR TO 'a\\%c' => true
                    'a_1' SIMILAR TO '[[:alpha:]_]+[%0-9]' => true
                    'a-1' SIMILAR TO '[[:alpha:]_]+[%0-9]' => false
                    '%' SIMILAR TO '[\\]%]' => true
                    '.' SIMILAR TO '[\\]%]' => false
                    word SIMILAR TO replace('K#n', '#', '%') => true
                    NULL SIMILAR TO 'x' => null
                    NULL LIKE 'x' => null
                    word == 'Kitchen' => true
                    """)
    @Conforms("D-146")
    void matchesPatterns(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    coalesce(NULL, NULL, i) => 7
                    greatest(1, NULL, 3) => 3
                    least(2, NULL, 1) => 1
                    greatest('a', 'b') => b
                    nullif(i, 7) => null
                    nullif(i, 8) => 7
                    nvl(NULL, 'x') => x
                    ifnull(NULL, 2) => 2
                    nvl2(NULL, 1, 2) => 2
                    nvl2(i, 1, 2) => 1
                    CASE WHEN i > 5 THEN 'big' ELSE 'small' END => big
                    CASE i WHEN 1 THEN 'a' WHEN 7 THEN 'b' END => b
                    CASE i WHEN 1 THEN 'a' END => null
                    b IS TRUE => true
                    b IS NOT TRUE => false
                    NULL IS UNKNOWN => true
                    i IS NOT NULL => true
                    NULL IS NOT DISTINCT FROM NULL => true
                    i IS DISTINCT FROM NULL => true
                    i BETWEEN 7 AND 8 => true
                    i NOT BETWEEN 7 AND 8 => false
                    i IN (1, 7) => true
                    i NOT IN (1, NULL) => null
                    NULL AND false => false
                    NULL OR true => true
                    NOT NULL => null
                    """)
    @Conforms("D-169")
    void chooses(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    arrow_typeof(time) => Timestamp(Nanosecond, None)
                    arrow_typeof(tag) => Dictionary(Int32, Utf8)
                    arrow_typeof(f) => Float64
                    arrow_typeof(i) => Int64
                    arrow_typeof(u) => UInt64
                    arrow_typeof(b) => Boolean
                    arrow_typeof(s) => Utf8
                    arrow_typeof(v.tag) => Dictionary(Int32, Utf8)
                    arrow_typeof(upper(tag)) => Utf8
                    arrow_typeof(1) => Int64
                    arrow_typeof(1.5) => Float64
                    arrow_typeof(18446744073709551615) => UInt64
                    arrow_typeof(NULL) => Null
                    arrow_typeof(current_date) => Date32
                    arrow_typeof(current_time) => Time64(Nanosecond)
                    arrow_typeof(INTERVAL '1 hour') => Interval(MonthDayNano)
                    extract(day FROM INTERVAL '1 month 3 days 36 hours') => 3
                    extract(hour FROM INTERVAL '1 month 3 days 36 hours') => 36
                    extract(day FROM INTERVAL '1 week' + INTERVAL '1 day') => 8
                    extract(day FROM 3 * INTERVAL '2 days') => 6
                    extract(epoch FROM INTERVAL '2 days 1 hour') => 176400.0
                    arrow_typeof(sum(i)) => Int64
                    arrow_typeof(avg(i)) => Float64
                    arrow_typeof(approx_distinct(i)) => UInt64
                    arrow_typeof(count(*)) => Int64
                    arrow_typeof(md5('a')) => Utf8
                    arrow_typeof(sha256('a')) => Binary
                    arrow_typeof(1::SMALLINT) => Int16
                    arrow_typeof('1'::INT2) || arrow_typeof('1'::INT4) || arrow_typeof(2.5::INT8) => Int16Int32Int64
                    arrow_typeof(1::FLOAT4) || arrow_typeof(1::FLOAT8) || arrow_typeof(1::DOUBLE PRECISION) => Float32Float64Float64
                    arrow_typeof(1.5::DECIMAL(10,2)) => Decimal128(10, 2)
                    arrow_typeof([1.5]) => List(Field { name: "item", data_type: Float64, nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} })
                    arrow_typeof(named_struct('a', i, 'B c', [f])) => Struct([Field { name: "a", data_type: Int64, nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }, Field { name: "B c", data_type: List(Field { name: "item", data_type: Float64, nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }), nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }])
                    arrow_typeof(struct(struct(1), 2)) => Struct([Field { name: "c0", data_type: Struct([Field { name: "c0", data_type: Int64, nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }]), nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }, Field { name: "c1", data_type: Int64, nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }])
                    arrow_typeof(MAP {'a': 1.5}) => Map(Field { name: "entries", data_type: Struct([Field { name: "key", data_type: Utf8, nullable: false, dict_id: 0, dict_is_ordered: false, metadata: {} }, Field { name: "value", data_type: Float64, nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }]), nullable: false, dict_id: 0, dict_is_ordered: false, metadata: {} }, false)
                    arrow_typeof(selector_first(f, time)) => Struct([Field { name: "value", data_type: Float64, nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }, Field { name: "time", data_type: Timestamp(Nanosecond, None), nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} }])
                    arrow_cast(time, 'Int64') => 1641024000000000000
                    arrow_cast(i, 'Float64') => 7.0
                    arrow_cast(f, 'Int64') => 2
                    arrow_cast(i, 'Utf8') => 7
                    arrow_cast('2022-01-01T08:00:00Z', 'Timestamp(Nanosecond, None)') = time => true
                    arrow_typeof(arrow_cast(i, 'Int32')) => Int32
                    arrow_cast(1641024000, 'Timestamp(Second, None)') = '2022-01-01T08:00:00Z' => true
                    arrow_cast('2022-01-01T08:00:00.5Z', 'Timestamp(Second, None)') = '2022-01-01T08:00:00Z' => true
                    arrow_cast(i, 'Timestamp(Millisecond, Some("+00:00"))') = '1970-01-01T00:00:00.007Z' => true
                    arrow_cast(f, 'Decimal128(10, 2)')::VARCHAR => 2.70
                    arrow_typeof(arrow_cast(f, 'Decimal128(10, 2)')) => Decimal128(10, 2)
                    arrow_cast(tag, 'Dictionary(Int32, Utf8)') = tag => true
                    arrow_cast(i, 'Utf8View') || arrow_cast(i, 'LargeUtf8') => 77
                    arrow_cast(time, 'Date32') = '2022-01-01' => true
                    arrow_typeof(arrow_cast(time, 'Time64(Nanosecond)')) => Time64(Nanosecond)
                    arrow_typeof(arrow_cast(time, 'Timestamp(Nanosecond, Some("+08:00"))')) => Timestamp(Nanosecond, Some("+08:00"))
                    arrow_cast('2022-01-01T08:00:00', 'Timestamp(Nanosecond, Some("+08:00"))')::BIGINT => 1640995200000000000
                    arrow_cast('2022-01-01T08:00:00Z', 'Timestamp(Nanosecond, Some("+08:00"))')::BIGINT => 1641024000000000000
                    arrow_cast(1641024000000000000, 'Timestamp(Nanosecond, Some("+08:00"))')::BIGINT => 1641024000000000000
                    version() => Sluice
                    """)
    @Conforms("D-171")
    void tellsArrowTypes(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    arrow_cast(i, 'Decimal') => type 'Decimal' is not supported
                    arrow_cast(i, 'Timestamp(Nanosecond, Some("X/Y"))') => invalid timezone "X/Y"
                    arrow_cast(i) => arrow_cast expects a value and the name of a type
                    arrow_cast(i, s) => arrow_cast expects a value and the name of a type
                    arrow_typeof() => arrow_typeof expects 1 arguments, got 0
                    """)
    @Conforms("D-171")
    void refusesOtherArrowTypes(String expression, String expected) {
        db.requireRefused("SELECT " + expression + " FROM v", expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    s + 1 => argument types '+(Utf8, Int64)'
                    named_struct('a', 1) + f => argument types '+(Struct(a Int64), Float64)'
                    time IN (SELECT s FROM v) => values of type Timestamp(Nanosecond, None) and Utf8 in
                    i LIKE '1%' => argument types 'LIKE(Int64, Utf8)'
                    'BIGINT'::INT => Could not convert string 'BIGINT' to Int64
                    300::TINYINT => out of range for the destination type Int8
                    """)
    void tellsArrowTypesInMessages(String expression, String expected) {
        db.requireRefused("SELECT " + expression + " FROM v", expected);
    }

    private String text(String expression) {
        return db.rows("SELECT " + expression + " FROM v").getFirst();
    }
}
