// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A copy of a table's rows, brought up to date by what it lacks. Not safe for threads.
public final class BufferCopy {
    private long generation;
    private List<BufferedRows> frozen = List.of();
    private List<BufferedRows> live = List.of();
    private RepeatedPoints ofFrozen = RepeatedPoints.NO_ROWS;
    private RepeatedPoints ofLive = new RepeatedPoints();
    private @Nullable List<BufferedRows> sorted;

    /// An empty copy.
    public BufferCopy() {}

    /// What it has.
    public BufferHeld held() {
        return new BufferHeld(generation, frozen.size(), live.size());
    }

    /// Takes what was said to lack in what it [has][#held].
    ///
    /// @throws IllegalArgumentException when that was said of another copy; then nothing changed
    public void take(BufferChange change) {
        List<BufferedRows> nextFrozen = joined(of(change.generation() - 1), change.frozen());
        List<BufferedRows> nextLive = joined(of(change.generation()), change.live());
        boolean same =
                nextFrozen.size() == frozen.size()
                        && nextLive.size() == live.size()
                        && change.generation() == generation;
        if (change.generation() != generation) {
            ofFrozen = change.generation() == generation + 1 ? ofLive : new RepeatedPoints();
            ofLive = new RepeatedPoints();
        }
        generation = change.generation();
        if (nextFrozen.isEmpty()) {
            ofFrozen = RepeatedPoints.NO_ROWS;
        }
        frozen = nextFrozen;
        live = nextLive;
        sorted = same ? sorted : null;
    }

    /// The rows as [BufferSource#snapshot] gives them: the same list as long as nothing changes.
    public List<BufferedRows> snapshot() {
        List<BufferedRows> known = sorted;
        if (known == null) {
            known = RepeatedPoints.told(frozen, ofFrozen, live, ofLive);
            sorted = known;
        }
        return known;
    }

    /// About how much memory the rows take.
    public long sizeBytes() {
        long bytes = 0;
        for (BufferedRows rows : frozen) {
            bytes += rows.sizeBytes();
        }
        for (BufferedRows rows : live) {
            bytes += rows.sizeBytes();
        }
        return bytes;
    }

    private List<BufferedRows> of(long wanted) {
        return wanted == generation ? live : wanted == generation - 1 ? frozen : List.of();
    }

    private static List<BufferedRows> joined(List<BufferedRows> held, BufferChange.Part part) {
        if (part.first() > held.size()) {
            throw new IllegalArgumentException(
                    "rows after " + part.first() + " for a copy that has " + held.size());
        }
        if (part.rows().isEmpty() && part.first() == held.size()) {
            return held;
        }
        List<BufferedRows> rows = new ArrayList<>(held.subList(0, part.first()));
        rows.addAll(part.rows());
        return rows;
    }
}
