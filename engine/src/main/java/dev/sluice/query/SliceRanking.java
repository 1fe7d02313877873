// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The best rows of each series and stretch of time. Immutable.
///
/// @param order by series, then the better row first
/// @param series the columns that tell series apart
/// @param alike columns of texts: of rows with the same values of them the best one counts; none
///   where all do
/// @param time the column of times
/// @param bins the stretches, or null
/// @param count how many rows of each
record SliceRanking(
        List<SliceQuery.Order> order,
        List<Integer> series,
        List<Integer> alike,
        int time,
        @Nullable DateBins bins,
        long count) {
    /// Copies the lists.
    SliceRanking {
        order = List.copyOf(order);
        series = List.copyOf(series);
        alike = List.copyOf(alike);
    }

    /// What is known so far of a stretch.
    private static final class Found {
        private final Set<List<@Nullable String>> seen = new HashSet<>();
        private long count;
    }

    /// The numbers of those rows, of each series and stretch the better one first.
    ///
    /// @param rows the numbers of all
    /// @throws ArithmeticException when a stretch leaves the range of times
    IntStream rows(List<SliceColumn> columns, int[] rows) {
        int[] sorted = rows.clone();
        SliceOrder.sort(sorted, columns, order);
        IntStream.Builder best = IntStream.builder();
        Map<Long, Found> byBin = new HashMap<>();
        int last = -1;
        for (int row : sorted) {
            if (last >= 0 && !SliceQuery.isSame(columns, series, last, row)) {
                byBin.clear();
            }
            last = row;
            long bin = bins == null ? 0 : bins.startOf(columns.get(time).longAt(row));
            Found found = byBin.computeIfAbsent(bin, _ -> new Found());
            if (found.count < count && (alike.isEmpty() || found.seen.add(texts(columns, row)))) {
                found.count++;
                best.add(row);
            }
        }
        return best.build();
    }

    private List<@Nullable String> texts(List<SliceColumn> columns, int row) {
        List<@Nullable String> texts = new ArrayList<>();
        alike.forEach(place -> texts.add(columns.get(place).textAt(row)));
        return texts;
    }
}
