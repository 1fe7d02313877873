// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions whose macros have versions, or go by the types of arguments, take any kind of
/// argument: aggregates, windows, subqueries, `unnest` (data.md 5.5, 5.10).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MacroArgumentsTest {
    private static final String ROWS =
            " FROM (SELECT time, i, u, f, s, b, make_array(i, 3) AS l, make_array(time) AS times, decode(h, 'hex') AS raw,"
                    + " make_array('a', NULL) AS words, CAST(time AS DATE) AS d,"
                    + " INTERVAL '90 minutes' AS len FROM t) AS x";

    private static final List<String> FORMS =
            List.of(
                    "max(@)",
                    "max(@) OVER ()",
                    "(SELECT max(@)" + ROWS + ")",
                    "unnest([@])",
                    "coalesce(max(@), min(@))");

    /// What calls each macro; an argument that is put in other forms stands behind `@`.
    private static final Map<String, List<String>> CALLS = calls();

    private QueryFixture db;

    private static Map<String, List<String>> calls() {
        Map<String, List<String>> calls = new TreeMap<>();
        calls.put(
                "sluice_date_part_of",
                List.of(
                        "date_part('hour', @d)",
                        "date_part('year', @d)",
                        "extract(epoch FROM @s)",
                        "date_part('minute', @len)",
                        "extract(epoch FROM @len)"));
        calls.put(
                "sluice_date_part",
                List.of("date_part('hour', @time)", "date_part('epoch', @time)"));
        calls.put(
                "sluice_from_units",
                List.of(
                        "to_timestamp(@i)",
                        "to_timestamp(@u)",
                        "to_timestamp(@time)",
                        "to_timestamp(@d)",
                        "to_timestamp(@s)",
                        "from_unixtime(@i)",
                        "to_timestamp_seconds(@i)",
                        "to_timestamp_seconds(@time)",
                        "to_timestamp_millis(@s)",
                        "to_timestamp_millis(@u)"));
        calls.put(
                "sluice_to_unixtime",
                List.of(
                        "to_unixtime(@time)",
                        "to_unixtime(@s)",
                        "to_unixtime(@i)",
                        "to_unixtime(@u)",
                        "to_unixtime(@f)",
                        "to_unixtime(@d)"));
        calls.put(
                "sluice_to_date",
                List.of(
                        "to_date(@time)",
                        "to_date(@s)",
                        "to_date(@i)",
                        "to_date(@u)",
                        "to_date(@f)",
                        "to_date(@d)"));
        calls.put(
                "sluice_as_instant",
                List.of(
                        "CAST(@s AS TIMESTAMP)",
                        "CAST(@i AS TIMESTAMP)",
                        "CAST(@u AS TIMESTAMP)",
                        "CAST(@f AS TIMESTAMP)",
                        "CAST(@d AS TIMESTAMP)",
                        "tz(@s, 'Asia/Tokyo')"));
        calls.put(
                "sluice_try_as_instant",
                List.of(
                        "TRY_CAST(@s AS TIMESTAMP)",
                        "TRY_CAST(@u AS TIMESTAMP)",
                        "TRY_CAST(@f AS TIMESTAMP)",
                        "TRY_CAST(@b AS TIMESTAMP)"));
        calls.put(
                "sluice_instant_of",
                List.of(
                        "date_trunc('month', @s)",
                        "date_trunc('month', @d)",
                        "date_bin(INTERVAL '1 week', @s)",
                        "date_bin(INTERVAL '1 month', @s)",
                        "to_char(@s, '%Y')"));
        calls.put(
                "sluice_nanosecond",
                List.of(
                        "date_part('nanosecond', @s)",
                        "date_part('nanosecond', @time)",
                        "date_part('nanosecond', @len)"));
        calls.put("sluice_is_whole", List.of("CAST(@f AS BIGINT)", "TRY_CAST(@s AS BIGINT)"));
        calls.put("sluice_to_bigint", List.of("CAST(@f AS BIGINT)"));
        calls.put("sluice_try_bigint", List.of("TRY_CAST(@s AS BIGINT)"));
        calls.put("sluice_to_ubigint", List.of("CAST(@i AS BIGINT UNSIGNED)"));
        calls.put("sluice_try_ubigint", List.of("TRY_CAST(@f AS BIGINT UNSIGNED)"));
        calls.put("sluice_to_boolean", List.of("CAST(@i AS BOOLEAN)"));
        calls.put("sluice_try_boolean", List.of("TRY_CAST(@s AS BOOLEAN)"));
        calls.put("sluice_to_text", List.of("CAST(@raw AS STRING)", "CAST(@i AS STRING)"));
        calls.put("sluice_octet_length", List.of("octet_length(@s)", "octet_length(@raw)"));
        List<String> encoded =
                List.of(
                        "encode(@s, 'hex')",
                        "encode(@raw, 'hex')",
                        "encode(@s, 'base64')",
                        "encode(@raw, 'base64')");
        calls.put("sluice_bytes_of", encoded);
        calls.put("sluice_overlay", List.of("overlay(@s, 'ab', 2)", "overlay(@s, @s, @i, 3)"));
        calls.put("sluice_substr", List.of("substr(@s, @i)", "substr(@s, @i, @i)"));
        calls.put("sluice_lpad", List.of("lpad(@s, @i)", "lpad(@s, @i, @s)"));
        calls.put("sluice_rpad", List.of("rpad(@s, @i)", "rpad(@s, @i, @s)"));
        calls.put(
                "sluice_list_sort",
                List.of("array_sort(@l)", "array_sort(@l, 'DESC', 'NULLS FIRST')"));
        calls.put(
                "sluice_list_position",
                List.of("array_position(@l, 3)", "array_position(@l, @i - 4, @i - 6)"));
        calls.put("sluice_list_ndims", List.of("array_ndims(@l)"));
        calls.put(
                "sluice_list_length",
                List.of("array_length(@l)", "array_length(@l, @i - 6)", "cardinality(@l)"));
        calls.put(
                "sluice_list_resize", List.of("array_resize(@l, @i)", "array_resize(@l, @i, @i)"));
        calls.put(
                "sluice_list_texts",
                List.of("array_to_string(@times, ',')", "array_to_string(@l, ',', '-')"));
        calls.put(
                "sluice_list_to_string",
                List.of("array_to_string(@words, '+')", "array_to_string(@words, '+', @s)"));
        calls.put(
                "sluice_string_to_list",
                List.of("string_to_array(@s, '2')", "string_to_array(@s, '2', @s)"));
        calls.put(
                "sluice_range",
                List.of(
                        "range(@i)",
                        "range(1, @i)",
                        "range(1, @i, 2)",
                        "range(@time, DATE '2022-01-01', INTERVAL '-1 month')"));
        calls.put(
                "sluice_generate_series",
                List.of(
                        "generate_series(1, @i)",
                        "generate_series(1, @i, 2)",
                        "generate_series(TIMESTAMP '2022-01-31', @d, INTERVAL '1 month')"));
        return calls;
    }

    @BeforeAll
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
        db.buffer("t i=7i,u=7u,f=7.5,b=true,s=\"2022-05-17\",h=\"c3a92d\" 1652793255123456789");
    }

    @AfterAll
    void close() {
        db.close();
    }

    @Test
    void allOfThemAreHere() {
        Set<String> names = new TreeSet<>();
        Pattern head = Pattern.compile("CREATE MACRO (\\w+)");
        for (String statement : DialectMacros.STATEMENTS) {
            Matcher matcher = head.matcher(statement);
            if (MacroText.parameters(statement).size() > 1
                    || (statement.contains("typeof(") && matcher.lookingAt())) {
                matcher.reset();
                assertThat(matcher.find()).isTrue();
                names.add(matcher.group(1));
            }
        }
        names.add("sluice_date_part");
        assertThat(CALLS.keySet()).isEqualTo(names);
    }

    static Stream<String> expressions() {
        return CALLS.values().stream().flatMap(List::stream).distinct();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("expressions")
    @Conforms({"D-152", "D-153", "D-154"})
    void takeAnyKindOfArgument(String expression) {
        List<String> expected = rows(expression, "@");
        assertThat(expected).hasSize(1);
        for (String form : FORMS) {
            if (form.startsWith("unnest")
                    && expression.indexOf('@') != expression.lastIndexOf('@')) {
                continue;
            }
            assertThat(rows(expression, form)).as(form).isEqualTo(expected);
        }
    }

    private List<String> rows(String expression, String form) {
        Matcher argument = Pattern.compile("@(\\w+)").matcher(expression);
        return db.rows(
                "SELECT "
                        + argument.replaceAll(found ->
                                Matcher.quoteReplacement(form.replace("@", "x." + found.group(1))))
                        + " AS v"
                        + ROWS);
    }
}
