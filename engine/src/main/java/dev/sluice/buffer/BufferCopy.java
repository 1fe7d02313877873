// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A copy of a table's rows, brought up to date by what it lacks. Not safe for threads.
public final class BufferCopy {
    private long generation;
    private Arrivals frozen = new Arrivals();
    private Arrivals live = new Arrivals();
    private RepeatedPoints ofFrozen = RepeatedPoints.NO_ROWS;
    private RepeatedPoints ofLive = new RepeatedPoints();
    private @Nullable List<BufferedRows> sorted;

    /// An empty copy.
    public BufferCopy() {}

    /// What it has.
    public BufferHeld held() {
        return new BufferHeld(generation, frozen.rowCount(), live.rowCount());
    }

    /// Takes what was said to lack in what it [has][#held].
    ///
    /// @throws IllegalArgumentException when that was said of another copy; then nothing changed
    public void take(BufferChange change) {
        Arrivals nextFrozen = start(of(change.generation() - 1), change.frozen());
        Arrivals nextLive = start(of(change.generation()), change.live());
        boolean same =
                change.generation() == generation
                        && nextFrozen.equals(frozen)
                        && change.frozen().rows().isEmpty()
                        && change.live().rows().isEmpty();
        if (same) {
            return;
        }
        if (change.generation() != generation) {
            ofFrozen = change.generation() == generation + 1 ? ofLive : new RepeatedPoints();
            ofLive = new RepeatedPoints();
        }
        generation = change.generation();
        frozen = nextFrozen;
        live = nextLive;
        change.frozen().rows().forEach(frozen::add);
        change.live().rows().forEach(live::add);
        if (frozen.rowCount() == 0) {
            ofFrozen = RepeatedPoints.NO_ROWS;
        }
        frozen.join(change.settled());
        live.join(change.settled());
        sorted = null;
    }

    /// The rows as [BufferSource#snapshot] gives them: the same list as long as nothing changes.
    public List<BufferedRows> snapshot() {
        List<BufferedRows> known = sorted;
        if (known == null) {
            RepeatedPoints.Told told =
                    RepeatedPoints.told(frozen.all(), ofFrozen, live.all(), ofLive);
            List<ReadJoins.Join> joins = ReadJoins.of(told.live(), live.steadyCount());
            live.put(joins);
            known = told.with(joins).oldestFirst();
            sorted = known;
        }
        return known;
    }

    /// About how much memory the rows take, with what is remembered of their points.
    public long sizeBytes() {
        return frozen.sizeBytes() + ofFrozen.sizeBytes() + live.sizeBytes() + ofLive.sizeBytes();
    }

    private Arrivals of(long wanted) {
        return wanted == generation ? live : wanted == generation - 1 ? frozen : new Arrivals();
    }

    /// What rows are added to: those that the copy has, or nothing where they are not there any
    /// more.
    private static Arrivals start(Arrivals held, BufferChange.Part part) {
        if (part.first() != held.rowCount() && part.first() != 0) {
            throw new IllegalArgumentException(
                    "rows after " + part.first() + " for a copy that has " + held.rowCount());
        }
        return part.first() == held.rowCount() ? held : new Arrivals();
    }
}
