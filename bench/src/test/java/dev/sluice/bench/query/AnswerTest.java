// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// When two answers are the same.
final class AnswerTest {
    @SafeVarargs
    private static Answer answer(Map<String, Object>... rows) {
        List<SortedMap<String, Object>> all = new ArrayList<>();
        for (Map<String, Object> row : rows) {
            all.add(new TreeMap<>(row));
        }
        return Answer.of(all, false);
    }

    @Test
    void orderOfRowsDoesNotCount() {
        Map<String, Object> one = Map.of("time", 1L, "hostname", "a", "x", 9.0);
        Map<String, Object> two = Map.of("time", 1L, "hostname", "b", "x", 1.0);

        assertThat(answer(one, two).difference(answer(two, one))).isEmpty();
    }

    @Test
    void numbersMayDifferInTheTenthDigit() {
        Answer answer = answer(Map.of("time", 1L, "x", 3.0));

        assertThat(answer.difference(answer(Map.of("time", 1L, "x", 3.000000001)))).isEmpty();
        assertThat(answer.difference(answer(Map.of("time", 1L, "x", 3.00000001))))
                .isEqualTo("{time=1, x=3.0} against {time=1, x=3.00000001}");
    }

    @Test
    void timesAndTagsMayNotDiffer() {
        Answer answer = answer(Map.of("time", 1_451_606_400_000_000_000L, "rack", "12"));

        assertThat(
                        answer.difference(
                                answer(Map.of("time", 1_451_606_400_000_000_001L, "rack", "12"))))
                .isNotEmpty();
        assertThat(
                        answer.difference(
                                answer(Map.of("time", 1_451_606_400_000_000_000L, "rack", "13"))))
                .isNotEmpty();
    }

    @Test
    void everyRowAndEveryColumnCounts() {
        Answer answer = answer(Map.of("time", 1L, "x", 3.0));

        assertThat(answer.difference(answer())).isEqualTo("1 rows against 0");
        assertThat(answer.difference(answer(Map.of("time", 1L)))).isNotEmpty();
        assertThat(answer(Map.of("time", 1L)).difference(answer)).isNotEmpty();
        assertThat(answer.difference(answer(Map.of("time", 1L, "x", 3.0, "y", 0.0)))).isNotEmpty();
    }

    @Test
    void rowThatFillsAGapIsNone() {
        List<SortedMap<String, Object>> rows =
                List.of(
                        new TreeMap<>(Map.of("time", 1L, "hostname", "a")),
                        new TreeMap<>(Map.of("time", 2L, "hostname", "a", "x", 0.0)));

        assertThat(Answer.of(rows, true).rows()).hasSize(1);
        assertThat(Answer.of(rows, false).rows()).hasSize(2);
    }
}
