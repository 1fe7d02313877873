// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows of an answer, without their order. A value is a `Long` for a time in nanoseconds, a
/// `Double` for a number and a `String` for a tag; columns without one are left out.
///
/// @param rows sorted by their times and tags
record Answer(List<SortedMap<String, Object>> rows) {
    /// What two numbers may differ by, as a share of the larger one.
    private static final double TOLERANCE = 1e-9;

    /// Of rows in any order. A row of which nothing but its time and its tags is left was put there
    /// to fill a gap, and is none.
    static Answer of(List<SortedMap<String, Object>> rows, boolean fillsGaps) {
        return new Answer(
                rows.stream()
                        .filter(row ->
                                !fillsGaps
                                        || row.values().stream().anyMatch(Double.class::isInstance))
                        .sorted(Comparator.comparing(Answer::key))
                        .toList());
    }

    /// Adds a value to a row, unless there is none.
    static void put(Map<String, Object> row, String column, @Nullable Object value) {
        if (value != null) {
            row.put(column, value);
        }
    }

    private static String key(SortedMap<String, Object> row) {
        SortedMap<String, Object> key = new TreeMap<>(row);
        key.values().removeIf(Double.class::isInstance);
        return key.toString();
    }

    /// Where another answer says something else, in words; empty where it says the same.
    String difference(Answer other) {
        if (rows.size() != other.rows.size()) {
            return "%d rows against %d".formatted(rows.size(), other.rows.size());
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!same(rows.get(i), other.rows.get(i))) {
                return "%s against %s".formatted(rows.get(i), other.rows.get(i));
            }
        }
        return "";
    }

    private static boolean same(Map<String, Object> row, Map<String, Object> other) {
        return row.keySet().equals(other.keySet())
                && row.entrySet().stream()
                        .allMatch(entry -> same(entry.getValue(), other.get(entry.getKey())));
    }

    private static boolean same(Object value, @Nullable Object other) {
        if (value instanceof Double one && other instanceof Double two) {
            double most = Math.max(Math.abs(one), Math.abs(two));
            return one.equals(two) || Math.abs(one - two) <= TOLERANCE * most;
        }
        return Objects.equals(value, other);
    }
}
