// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.ColumnReference;
import dev.sluice.query.sql.RepeatedArguments;
import dev.sluice.query.sql.SqlWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Macros within macros do not grow out of bounds.
final class MacroSizesTest {
    private static final int DEPTH = 12;

    private final Map<String, List<Integer>> macros = MacroText.times(DialectMacros.STATEMENTS);

    @Test
    void thoseThatRepeatArgumentsAreKnown() {
        Map<String, List<Integer>> repeating = new TreeMap<>();
        macros.forEach((name, times) -> {
            if (times.stream().anyMatch(count -> count > 1)) {
                repeating.put(name, times);
            }
        });
        assertThat(new TreeMap<>(RepeatedArguments.TIMES))
                .as(() -> "what RepeatedArguments has to say:\n" + written(repeating))
                .isEqualTo(repeating);
    }

    private static String written(Map<String, List<Integer>> repeating) {
        return repeating.entrySet().stream()
                .map(entry ->
                        "Map.entry(\""
                                + entry.getKey()
                                + "\", List.of("
                                + entry.getValue().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", "))
                                + "))")
                .collect(Collectors.joining(",\n"));
    }

    /// The engine does not know the types of aggregates and their like when it chooses a version.
    @Test
    void noneIsChosenByTheTypesOfItsArguments() {
        for (String statement : DialectMacros.STATEMENTS) {
            List<List<String>> versions = MacroText.parameters(statement);
            assertThat(versions.stream().flatMap(List::stream))
                    .as(statement)
                    .allMatch(parameter -> parameter.matches("\\w+"));
            assertThat(versions.stream().map(List::size)).as(statement).doesNotHaveDuplicates();
        }
    }

    /// Each macro in each of its places, with the widest of all in between.
    @Test
    void staySmallWithinOneAnother() {
        assertThat(macros).hasSizeGreaterThan(80);
        macros.forEach((name, times) -> {
            for (int place = 0; place < times.size(); place++) {
                Expression nested = new ColumnReference(List.of("t", "x"));
                for (int depth = 0; depth < DEPTH; depth++) {
                    nested = call(name, times.size(), place, nested);
                    if (depth % 3 == 2) {
                        nested = call("sluice_date_bin_months", 3, 1, nested);
                    }
                }
                assertThat(new RepeatedArguments().weight(nested))
                        .as("parts of %s in place %d", name, place)
                        .isLessThan(2L * DEPTH * RepeatedArguments.WEIGHT_MAX);
                assertThat(SqlWriter.write(nested))
                        .as("text of %s in place %d", name, place)
                        .hasSizeLessThan(DEPTH * 300);
            }
        });
    }

    private static Call call(String name, int parameters, int place, Expression argument) {
        List<Expression> arguments =
                new ArrayList<>(
                        Collections.nCopies(
                                parameters, (Expression) new ColumnReference(List.of("t", "y"))));
        arguments.set(place, argument);
        return new Call(name, arguments, false, List.of(), null);
    }
}
