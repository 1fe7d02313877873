// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions of single values, by family (data.md 5.10).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScalarFunctionsTest {
    private static final Pattern OURS =
            Pattern.compile("sluice_|Macro |Candidate |the query engine failed");

    private QueryFixture db;

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.buffer("v f=2.5,i=7i,s=\"Kitchen\" 1");
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
                    abs(-5) => 5
                    abs(-f) => 2.5
                    acos(1) => 0.0
                    acosh(1) => 0.0
                    asin(0) => 0.0
                    asinh(0) => 0.0
                    atan(0) => 0.0
                    atanh(0) => 0.0
                    atan2(1, 1) => 0.7853981633974483
                    cbrt(27) => 3.0
                    cbrt(-8) => -2.0
                    ceil(1.2) => 2.0
                    ceil(-0.16) => -0.0
                    ceil(i) => 7.0
                    cos(0) => 1.0
                    cosh(0) => 1.0
                    cot(1.0) => 0.6420926159343306
                    degrees(pi()) => 180.0
                    exp(1) => 2.718281828459045
                    factorial(20) => 2432902008176640000
                    floor(-1.2) => -2.0
                    gcd(12, 18) => 6
                    lcm(4, 6) => 12
                    isnan('NaN'::DOUBLE) => true
                    isnan(f) => false
                    iszero(0.0) => true
                    iszero(i) => false
                    ln(1) => 0.0
                    ln(0) => -Infinity
                    log(100) => 2.0
                    log(2, 8) => 3.0
                    log10(1000) => 3.0
                    log2(8) => 3.0
                    nanvl('NaN'::DOUBLE, 1.5) => 1.5
                    nanvl(f, 1.5) => 2.5
                    nanvl(f, nullif(1.5, 1.5)) => null
                    pi() => 3.141592653589793
                    power(2, 10) => 1024.0
                    pow(2, 0.5) => 1.4142135623730951
                    radians(180) => 3.141592653589793
                    random() BETWEEN 0 AND 1 => true
                    round(2.5) => 3.0
                    round(-2.5) => -3.0
                    round(f) => 3.0
                    round(2.348, 2) => 2.35
                    round(123.456, -1) => 120.0
                    round(i) => 7.0
                    signum(-f) => -1.0
                    signum(0) => 0.0
                    sin(0) => 0.0
                    sinh(0) => 0.0
                    sqrt(16) => 4.0
                    sqrt(-1) => NaN
                    tan(0) => 0.0
                    tanh(0) => 0.0
                    trunc(2.7) => 2.0
                    trunc(-2.7) => -2.0
                    trunc(2.349, 2) => 2.34
                    abs(NULL) => null
                    """)
    @Conforms("D-165")
    void computes(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    ascii('a') => 97
                    ascii('é') => 233
                    levenshtein('kitten', 'sitting') => 3
                    levenshtein('é', 'e') => 1
                    levenshtein('aé🚀', '🚀é') => 2
                    levenshtein('', 'äö') => 2
                    contains('abc', NULL) => null
                    contains(NULL, 'abc') => null
                    CAST(1e20 AS STRING) => 1e20
                    CAST(-1.5e16 AS STRING) => -1.5e16
                    CAST(1e15 AS STRING) => 1000000000000000.0
                    CAST(1e-4 AS STRING) => 0.0001
                    CAST(-1.25e-5 AS STRING) => -0.0000125
                    CAST(1.5e-7 AS STRING) => 1.5e-7
                    CAST(1e-100 AS STRING) => 1e-100
                    CAST(sqrt(-1.0) AS STRING) => NaN
                    CAST(-1.0 / 0.0 AS STRING) => -inf
                    concat(1e20, 'x', 2.5) => 1e20x2.5
                    'x' || 1e-7 => x1e-7
                    concat_ws('-', 1e-5, 1.0) => 0.00001-1.0
                    bit_length('é') => 16
                    btrim('  a ') => a
                    btrim('xxaxx', 'x') => a
                    char_length('é漢') => 2
                    character_length(s) => 7
                    length('é') => 1
                    chr(8364) => €
                    concat('a', NULL, 1) => a1
                    concat_ws('-', 'a', NULL, 'b') => a-b
                    'a' || NULL => null
                    'a' || i => a7
                    contains(s, 'tch') => true
                    ends_with(s, 'en') => true
                    find_in_set('b', 'a,b,c') => 2
                    find_in_set('z', 'a,b') => 0
                    initcap('hello wORLD-x 2nd') => Hello World-X 2nd
                    strpos(s, 'c') => 4
                    strpos('añb', 'b') => 3
                    instr(s, 'z') => 0
                    position('c' IN 'abc') => 3
                    left('abc', 2) => ab
                    left('abc', -1) => ab
                    right('abc', 2) => bc
                    right('abc', -1) => bc
                    levenshtein('kitten', 'sitting') => 3
                    lower('ÀB') => àb
                    upper('àb') => ÀB
                    lpad('7', 3, '0') => 007
                    lpad('ab', 5, 'xy') => xyxab
                    rpad('ab', 5, 'xy') => abxyx
                    lpad('hi', 5, '') => hi
                    rpad('hi', 5, '') => hi
                    rpad('hello', 2, '') => he
                    lpad('hello', -2, '') IN ('') => true
                    lpad('abc', 2) => ab
                    ltrim('xxa', 'x') => a
                    rtrim('axx', 'x') => a
                    octet_length('é') => 2
                    overlay('abcdef' PLACING 'XY' FROM 3) => abXYef
                    overlay('abcdef', 'XY', 3, 4) => abXY
                    repeat('ab', 3) => ababab
                    replace('aba', 'a', 'x') => xbx
                    reverse('abc') => cba
                    split_part('a.b.c', '.', 2) => b
                    split_part('a.b.c', '.', -1) => c
                    starts_with(s, 'Kit') => true
                    substr('alphabet', 3) => phabet
                    substr('alphabet', 3, 2) => ph
                    substr('alphabet', 0, 3) => al
                    substr('alphabet', -3) => alphabet
                    substr('alphabet', NULL) => null
                    substr('alphabet', nullif(1, 1)) => null
                    substr('alphabet', nullif(1, 1), 20) => null
                    substr('alphabet', 3, nullif(1, 1)) => null
                    substr(NULL, 3, 1) => null
                    substring('alphabet' FROM 2 FOR 3) => lph
                    substring('añb', 2, 1) => ñ
                    substr_index('www.a.com', '.', 1) => www
                    substr_index('www.a.com', '.', 2) => www.a
                    substring_index('www.a.com', '.', -1) => com
                    substring_index('www.a.com', NULL, 1) => null
                    substring_index('www.a.com', '', 1) = '' => true
                    substring_index(NULL, '.', 0) => null
                    to_hex(255) => ff
                    to_hex(-1) => ffffffffffffffff
                    translate('twice', 'wic', 'her') => there
                    trim('  a ') => a
                    trim(LEADING 'x' FROM 'xax') => ax
                    trim(BOTH 'x' FROM 'xax') => a
                    length(uuid()) => 36
                    uuid() = uuid() => false
                    """)
    @Conforms("D-166")
    void handlesText(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    regexp_count('banana', 'an') => 2
                    regexp_count('baaac', 'a*') => 3
                    regexp_count('äöä', 'ä') => 2
                    regexp_count('abc', '') => 4
                    regexp_count('', 'a*') => 1
                    regexp_count('ab', NULL) => null
                    regexp_count('banana', 'A', 3, 'i') => 2
                    regexp_count('Living Room', '[Ro]', 1, 'i') => 3
                    regexp_count('Kitchen', '[Ro]', 1, 'i') => 0
                    regexp_like('abc', 'b') => true
                    regexp_like('abc', 'B') => false
                    regexp_like('abc', 'B', 'i') => true
                    regexp_like(E'a\\nb', 'a.b') => false
                    regexp_like(E'a\\nb', 'a.b', 's') => true
                    regexp_like(E'a\\nb', '^b$') => false
                    regexp_like(E'a\\nb', '^b$', 'm') => true
                    regexp_like('ab', 'a b # c', 'x') => true
                    regexp_match('foobarbequebaz', '(bar)(beque)') => ["bar","beque"]
                    regexp_match(s, '.{3}')[1] => Kit
                    regexp_match('abc', 'x') => null
                    regexp_match('abc', 'B', 'i') => ["b"]
                    regexp_match('aab', 'a+', 'U') => ["a"]
                    regexp_match('x(y', '[]b(](.)') => ["y"]
                    regexp_match('x(y', '[[:punct:](](.)') => ["y"]
                    regexp_match('x(y', '[^]b)](.)') => ["("]
                    regexp_match('x(y', '\\Q(\\E(.)') => ["y"]
                    regexp_match('x(y', '\\((.)') => ["y"]
                    regexp_match('x y', 'x [ ] (.) # (', 'x') => ["y"]
                    regexp_replace('aP<', '[(?<b]', 'x', 'g') => aPx
                    regexp_replace('x(y', '[(?<n](?<n>.)', '<$n>') => x<y>
                    regexp_replace('foobarbaz', 'b(..)', 'X\\1Y', 'g') => fooXarYXazY
                    regexp_replace('foobarbaz', 'b(..)', 'X$1-Y') => fooXar-Ybaz
                    regexp_replace('foobarbaz', 'b(..)', 'X$1Y', 'g') => fooXX
                    regexp_replace('foobarbaz', 'b(..)', 'X\\\\1Y') => fooXarYbaz
                    regexp_replace('foobarbaz', 'b(..)', 'X\\12Y$9') => fooXYbaz
                    regexp_replace('foobarbaz', 'b(..)', '$$1 $0 ${01} $') => foo$1 bar ar $baz
                    regexp_replace('foobarbaz', 'b(?P<end>..)', '<${end}>$end_', 'g') => foo<ar><az>
                    regexp_replace('foobarbaz', 'B (?<end> ..) # (', '<$end>', 'xi') => foo<ar>baz
                    regexp_replace('foobarbaz', concat('(b)(', '..)'), '$2$1') => fooarbbaz
                    regexp_replace('foobarbaz', concat('(B)(', '..)'), concat('$', '2$1'), 'gi') => fooarbazb
                    regexp_replace('aBc', '(b)', 'X${1}Y', 'i') => aXBYc
                    regexp_replace('abc', 'b', 'x') => axc
                    regexp_replace('abc', 'b', '\\') => a\\c
                    regexp_replace(s, 'k', concat('x', '$'), 'i') => x$itchen
                    """)
    @Conforms("D-167")
    void usesRegularExpressions(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    regexp_like('a', '(?=a)') => invalid perl operator
                    regexp_like('a', 'a', 'Q') => regular expression flag 'Q' is not known here
                    regexp_like('a', 'a', s) => regexp_like needs a constant text as argument 3
                    regexp_match('a', s) => regexp_match needs a constant pattern
                    regexp_count('a') => regexp_count expects 2 or 4 arguments, got 1
                    """)
    @Conforms("D-167")
    void refusesRegularExpressions(String expression, String expected) {
        db.requireRefused("SELECT " + expression + " FROM v", expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    encode('abc', 'base64') => YWJj
                    encode('ab', 'base64') => YWI
                    encode('abc', 'hex') => 616263
                    decode('YWI', 'base64')::STRING => ab
                    decode('YWI=', 'base64')::STRING => ab
                    decode('c3a4', 'hex')::STRING => ä
                    0xc3a4::STRING => ä
                    X'C3A4'::STRING => ä
                    encode(0x141, 'hex') => 0141
                    encode(x'00ff', 'hex') => 00ff
                    0x41 = X'41' => true
                    arrow_typeof(0x41) => Binary
                    encode(decode('00ff', 'hex'), 'hex') => 00ff
                    md5('abc') => 900150983cd24fb0d6963f7d28e17f72
                    encode(sha224('abc'), 'hex') => 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7
                    encode(sha256('abc'), 'hex') => ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
                    encode(digest('abc', 'md5'), 'hex') => 900150983cd24fb0d6963f7d28e17f72
                    encode(digest('abc', 'sha256'), 'hex') = encode(sha256('abc'), 'hex') => true
                    left(encode(sha384('abc'), 'hex'), 32) => cb00753f45a35e8bb5a03d699ac65007
                    left(encode(sha512('abc'), 'hex'), 32) => ddaf35a193617abacc417349ae204131
                    left(encode(digest('abc', 'blake2b'), 'hex'), 32) => ba80a53f981c4d0d6a2797b69f12f6e9
                    encode(digest('abc', 'blake2s'), 'hex') => 508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982
                    encode(digest('abc', 'BLAKE3'), 'hex') => 6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85
                    md5(NULL) => null
                    """)
    @Conforms("D-168")
    void hashesAndEncodes(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    digest('a', 'crc') => There is no built-in digest algorithm named 'crc'
                    encode('a', 'base32') => There is no built-in encoding named 'base32'
                    encode('a') => encode expects 2 arguments, got 1
                    """)
    @Conforms("D-168")
    void refusesOtherHashes(String expression, String expected) {
        db.requireRefused("SELECT " + expression + " FROM v", expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    [1, 2, 3][1] => 1
                    [1, 2, 3][2:3] => [2,3]
                    [1, 2][5] => null
                    {'a': 1, 'b': 'x'}['b'] => x
                    MAP {'k': 1}['k'] => 1
                    struct(1, 'x') => {"c0":1,"c1":"x"}
                    row(1, 2)['c1'] => 2
                    named_struct('a', i)['a'] => 7
                    get_field({'a': 5}, 'a') => 5
                    map(['a', 'b'], [1, 2])['b'] => 2
                    make_map('a', 1, 'b', 2)['b'] => 2
                    map_keys(MAP {'k': 1}) => ["k"]
                    map_values(MAP {'k': 1}) => [1]
                    map_extract(MAP {'k': 1}, 'k') => [1]
                    element_at(MAP {'k': 1}, 'z') => []
                    make_array(1, 2) => [1,2]
                    make_list(1) => [1]
                    array_append([1], 2) => [1,2]
                    array_prepend(0, [1]) => [0,1]
                    array_concat([1], [2], [3]) => [1,2,3]
                    array_has([1, 2], 2) => true
                    array_has_all([1, 2, 3], [1, 3]) => true
                    array_has_any([1, 2], [3, 2]) => true
                    array_has_any([1, NULL], [NULL, 2]) => true
                    array_has_any([1, NULL], [2]) => false
                    array_distinct([3, NULL, 1, NULL, 3]) => [null,1,3]
                    array_union([3, NULL], [1, NULL]) => [null,1,3]
                    array_intersect([3, NULL, 1], [NULL, 3]) => [null,3]
                    array_intersect([3, NULL], [1]) => []
                    array_except([3, NULL, 1], [1]) => [null,3]
                    array_except([3, NULL], [NULL]) => [3]
                    array_position([5, 6], 6) => 2
                    array_position([5], 7) => null
                    array_position([1, 2, 2], 2, 3) => 3
                    array_position([1, 2, 2], 1, 2) => null
                    array_positions([1, 2, 1], 1) => [1,3]
                    array_remove([1, 2, 1], 1) => [2,1]
                    array_remove_n([1, 1, 1, 2], 1, 2) => [1,2]
                    array_remove_all([1, 2, 1], 1) => [2]
                    array_replace([1, 2, 1], 1, 9) => [9,2,1]
                    array_replace_n([1, 1, 1], 1, 9, 2) => [9,9,1]
                    array_replace_all([1, 2, 1], 1, 9) => [9,2,9]
                    array_slice([1, 2, 3, 4], 2, 3) => [2,3]
                    array_slice([1, 2, 3, 4, 5], 1, 5, 2) => [1,3,5]
                    [1, 2, 3, 4, 5][2:5:2] => [2,4]
                    [1, 2, 3, 4, 5][2:3] => [2,3]
                    array_sort([3, 1, 2]) => [1,2,3]
                    array_sort([3, NULL, 1], 'DESC', 'NULLS LAST') => [3,1,null]
                    array_sort([3, NULL, 1]) => [null,1,3]
                    array_sort([3, NULL, 1], 'ASC') => [null,1,3]
                    array_sort([3, NULL, 1], 'desc') => [null,3,1]
                    array_reverse([1, 2]) => [2,1]
                    array_distinct([2, 1, 2]) => [1,2]
                    array_union([1, 2], [2, 3]) => [1,2,3]
                    array_intersect([1, 2], [2, 3]) => [2]
                    array_except([1, 2], [2]) => [1]
                    array_length([1, 2]) => 2
                    array_length([[1, 2], [3, 4]], 2) => 2
                    array_ndims([[1]]) => 2
                    array_dims([[1, 2, 3]]) => [1,3]
                    array_element([1, 2], 2) => 2
                    array_pop_front([1, 2, 3]) => [2,3]
                    array_pop_back([1, 2, 3]) => [1,2]
                    array_resize([1], 3, 0) => [1,0,0]
                    array_repeat('a', 2) => ["a","a"]
                    array_to_string([1, NULL, 2], ',') => 1,2
                    array_to_string([1e20, 1.0, NULL, -0.5], ',') => 1e20,1.0,-0.5
                    array_to_string([1e-7], ',') = 1e-7::STRING => true
                    array_to_string([NULL::BIGINT, NULL], ',') || 'x' => x
                    array_to_string(array_agg(NULL::VARCHAR), ',') || 'x' => x
                    array_to_string(nullif([1], [1]), ',') => null
                    array_to_string([1], NULL) => null
                    array_to_string([1.5, 1e300], ',') => 1.5,1e300
                    array_to_string([true, NULL], ',', '-') => true,-
                    array_to_string([TIMESTAMP '2022-01-01T08:00:00.5Z', NULL], ',', '-') => 2022-01-01T08:00:00.500,-
                    array_to_string(array_agg(to_timestamp(1)), ',') => 1970-01-01T00:00:00.000000001
                    array_to_string([1, NULL, 2], ',', '-') => 1,-,2
                    string_to_array('a,b', ',') => ["a","b"]
                    string_to_array('a,b', ',', 'b') => ["a",null]
                    string_to_array('abc', NULL) => ["a","b","c"]
                    string_to_array('abc', '') => ["abc"]
                    string_to_array('abc', NULL, 'b') => ["a",null,"c"]
                    string_to_array(NULL, '') => null
                    string_to_array(NULL, ',') => null
                    array_max([1, 3]) => 3
                    array_min([1, 3]) => 1
                    array_any_value([NULL, 2]) => 2
                    array_distance([1.0, 2.0], [1.0, 4.0]) => 2.0
                    arrays_overlap([1], [1]) => true
                    struct(f AS 'x y', i)['x y'] => 2.5
                    struct(f AS x, i)['c1'] => 7
                    row(struct(f AS F, [i, 1][1]) AS a, CAST(i AS BIGINT) AS "B")['a']['c1'] => 7
                    unnest([struct(1 AS n), struct(2 AS n)])['n'] => 1
                    i <=> 7 => true
                    NULL <=> NULL => true
                    1 <=> NULL => false
                    array_to_string([[1, 2, NULL], [3]], '-', '?') => 1-2-?-3
                    array_to_string([[['a', 'b, c']], [['d']]], '|') => a|b, c|d
                    cardinality([1, 2]) => 2
                    cardinality([[1, 2, 3, 4], [5, 6, 7, 8]]) => 8
                    cardinality([[[1, 2], [3, 4], [5, 6]]]) => 6
                    cardinality([]) => 0
                    map_entries(MAP {'a': 1})[1]['key'] => a
                    cardinality(MAP {'a': 1, 'b': 2}) => 2
                    empty([]) => true
                    empty([1]) => false
                    flatten([[1], [2]]) => [1,2]
                    range(3) => [0,1,2]
                    generate_series(1, 5, 2) => [1,3,5]
                    list_max([1, 2]) => 2
                    list_empty([]) => true
                    array_empty([NULL]) => false
                    list_sort([2, 1]) => [1,2]
                    list_has([1], 1) => true
                    generate_series(DATE '2025-03-31', DATE '2025-06-30', INTERVAL '1 month')::STRING => [2025-03-31, 2025-04-30, 2025-05-30, 2025-06-30]
                    range(DATE '2025-03-01', DATE '2025-05-01', INTERVAL '1 month')::STRING => [2025-03-01, 2025-04-01]
                    range(DATE '2025-03-01', DATE '2025-03-03', INTERVAL '1 day')::STRING => [2025-03-01, 2025-03-02]
                    range(DATE '2025-05-01', DATE '2025-03-01', INTERVAL '-1 month')::STRING => [2025-05-01, 2025-04-01]
                    range(TIMESTAMP '2025-01-01T00:00:00.5Z', TIMESTAMP '2025-02-02', INTERVAL '1 month')[2]::STRING => 2025-02-01T00:00:00.500
                    cardinality(range(DATE '1700-01-01', DATE '2200-01-01', INTERVAL '1 year')) => 500
                    range(NULL::DATE, DATE '2025-03-01', INTERVAL '1 month') => null
                    cardinality(generate_series('2022-01-01'::TIMESTAMP, '2022-01-02'::TIMESTAMP, INTERVAL '1 hour')) => 25
                    """)
    @Conforms("D-170")
    void buildsStructsMapsAndLists(String expression, String expected) {
        assertThat(text(expression)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    {'a': 1}['b'] => Field b not found in struct
                    named_struct('a') => named_struct expects names and values in turn
                    named_struct(s, 1) => named_struct needs a constant text as argument 1
                    array_repeat('a', 2000000) => a list is too long (limit: 65536)
                    list_transform([1], x -> x) => LAMBDA is not supported
                    array_length(i) => No function matches
                    array_position([1], 1, 1, 1) => No function matches the number of arguments of 'array_position'
                    list_sort() => No function matches the number of arguments of 'array_sort'
                    array_max() => No function matches the number of arguments of 'array_max'
                    greatest() => greatest expects at least 1 arguments, got 0
                    selector_max() => selector_max expects at least 2 arguments, got 0
                    lpad('a') => No function matches the number of arguments of 'lpad'
                    """)
    @Conforms("D-170")
    void refusesWhatIsNoList(String expression, String expected) {
        db.requireRefused("SELECT " + expression + " FROM v", expected);
    }

    @Test
    @Conforms("D-170")
    void unnests() {
        assertThat(db.rows("SELECT unnest([1, 2]), i FROM v")).containsExactly("1|7", "2|7");
        assertThat(db.rows("SELECT unnest({'a': 1, 'b': 'x'})")).containsExactly("1|x");
        assertThat(db.rows("SELECT x + i FROM v, unnest([1, 2]) AS u(x)"))
                .containsExactly("8", "9");
        assertThat(db.rows("SELECT * FROM unnest(['a', 'b']) AS u(x)")).containsExactly("a", "b");
        assertThat(db.rows("SELECT * FROM generate_series(1, 3) AS g(n)"))
                .containsExactly("1", "2", "3");
    }

    /// What users are told is about what they wrote, not about how the engine is told of it.
    @Test
    void namesNoMacro() {
        List<String> names =
                db.rows("SELECT DISTINCT routine_name FROM information_schema.routines");
        assertThat(names).hasSizeGreaterThan(200);
        List<String> wrong = new ArrayList<>();
        for (String name : names) {
            for (String argument : List.of("true", "[i]", "max(s)")) {
                for (int count = 0; count <= 5; count++) {
                    String arguments = String.join(", ", Collections.nCopies(count, argument));
                    String message = refusal("SELECT " + name + "(" + arguments + ") FROM v");
                    if (OURS.matcher(message).find()) {
                        wrong.add(name + "(" + arguments + "): " + message);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private String refusal(String sql) {
        try {
            db.rows(sql);
            return "";
        } catch (ProblemException e) {
            return e.problem().message();
        }
    }

    private String text(String expression) {
        return db.rows("SELECT " + expression + " FROM v").getFirst();
    }
}
