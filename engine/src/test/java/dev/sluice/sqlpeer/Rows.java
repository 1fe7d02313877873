// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.sqlpeer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares answers. Numbers are the same that differ in the last of their digits alone: roots and
/// averages are rounded where they are made.
public final class Rows {
    private static final double TOLERANCE = 1e-9;
    private static final int SHOWN_MAX = 3;

    private Rows() {}

    /// Where two answers differ; empty where they do not.
    ///
    /// @param ordered whether the rows come in one order alone
    public static String difference(
            List<List<@Nullable Object>> ours,
            List<List<@Nullable Object>> theirs,
            boolean ordered) {
        List<List<@Nullable Object>> left = ordered ? ours : sorted(ours);
        List<List<@Nullable Object>> right = ordered ? theirs : sorted(theirs);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            List<@Nullable Object> mine = i < left.size() ? left.get(i) : List.of();
            List<@Nullable Object> other = i < right.size() ? right.get(i) : List.of();
            if (!same(mine, other) && found.size() < SHOWN_MAX) {
                found.add("row %d: ours %s, theirs %s".formatted(i, mine, other));
            }
        }
        return found.isEmpty()
                ? ""
                : "%d and %d rows; %s".formatted(left.size(), right.size(), found);
    }

    private static boolean same(List<@Nullable Object> left, List<@Nullable Object> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number mine && right instanceof Number other) {
            double a = mine.doubleValue();
            double b = other.doubleValue();
            return a == b
                    || (Double.isNaN(a) && Double.isNaN(b))
                    || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a));
        }
        return String.valueOf(left).equals(String.valueOf(right));
    }

    private static List<List<@Nullable Object>> sorted(List<List<@Nullable Object>> rows) {
        return rows.stream().sorted(Comparator.comparing(Rows::key)).toList();
    }

    private static String key(List<@Nullable Object> row) {
        return row.stream()
                .map(value ->
                        value instanceof Number number
                                // No -0, and no digits that may differ.
                                ? String.format(Locale.ROOT, "%.6g", number.doubleValue() + 0.0)
                                : String.valueOf(value))
                .collect(Collectors.joining("|"));
    }
}
