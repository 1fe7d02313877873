// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one writer wrote, point by point and field by field: the last value that was acknowledged,
/// and the later ones of which the writer got no answer. Used by one thread at a time.
final class Ledger {
    private static final int KEYS = 200;
    private static final int POINTS_MAX = 20;
    private static final long STEP_NANOS = 900_000_000_000L;

    /// Makes buffers and files grow.
    private static final String PADDING = "x".repeat(400);

    private final int writer;
    private final SplittableRandom random;
    private final Map<String, Cell> cells = new TreeMap<>();
    private long lastValue;

    /// @param writer its points are its own
    /// @param random chooses points and fields
    Ledger(int writer, SplittableRandom random) {
        this.writer = writer;
        this.random = random;
    }

    /// One field of one point.
    private static final class Cell {
        private @Nullable Long acknowledged;
        private final Set<Long> unanswered = new HashSet<>();
    }

    /// One write: a few points of which each has one or both fields.
    ///
    /// @param lines as line protocol
    /// @param values by cell
    record Entry(String lines, Map<String, Long> values) {}

    /// The next write. From here on it may be stored.
    Entry next() {
        StringBuilder lines = new StringBuilder();
        Map<String, Long> values = new HashMap<>();
        int points = 1 + random.nextInt(POINTS_MAX);
        for (int point = 0; point < points; point++) {
            int key = random.nextInt(KEYS);
            String name = "w" + writer + "k" + key;
            int fields = 1 + random.nextInt(3);
            StringBuilder set = new StringBuilder();
            for (String field :
                    fields == 3 ? List.of("a", "b") : List.of(fields == 1 ? "a" : "b")) {
                long value = ++lastValue;
                values.put(name + field, value);
                set.append(field).append('=').append(value).append("i,");
            }
            lines.append(
                    "entries,key=%s %spad=\"%s\" %d%n"
                            .formatted(name, set, PADDING, (key + 1) * STEP_NANOS));
        }
        values.forEach((cell, value) ->
                cells.computeIfAbsent(cell, _ -> new Cell()).unanswered.add(value));
        return new Entry(lines.toString(), values);
    }

    /// The write was answered by 204.
    void acknowledge(Entry entry) {
        entry.values()
                .forEach((cell, value) -> {
                    Cell written = cells.computeIfAbsent(cell, _ -> new Cell());
                    written.acknowledged = value;
                    written.unanswered.clear();
                });
    }

    /// Requires that every cell has its last acknowledged value, or a later one that was not
    /// answered. What is found is as good as acknowledged: it must not go away again.
    ///
    /// @param stored the value of every cell that the server has
    void verify(Map<String, Long> stored) {
        cells.forEach((name, cell) -> {
            Long found = stored.get(name);
            if (found == null || !cell.unanswered.contains(found)) {
                assertThat(found).as("cell %s", name).isEqualTo(cell.acknowledged);
            }
            cell.acknowledged = found;
            cell.unanswered.clear();
        });
    }

    /// How many cells were ever written.
    int size() {
        return cells.size();
    }
}
