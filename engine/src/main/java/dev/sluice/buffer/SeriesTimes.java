// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.ByteWords;

/// The latest time of each series, found by its hash. Two series of the same hash share the later
/// time, so that some of their rows pass for late, which does no harm. Not safe for threads.
final class SeriesTimes {
    /// What [#place] answers when there is no room.
    static final int FULL = -1;

    /// More series are not remembered: 256 MiB for one table.
    static final int PLACES_MAX = 1 << 24;

    private static final int PLACES_FIRST = 16;

    /// Hash and time by turns; a hash of 0 is a free place.
    private long[] places;

    private int size;

    /// @param sizeExpected how many series there may be
    SeriesTimes(int sizeExpected) {
        int wanted = PLACES_FIRST;
        while (wanted < PLACES_MAX && wanted / 4 * 3 < sizeExpected) {
            wanted *= 2;
        }
        this.places = new long[2 * wanted];
    }

    /// How many series there are.
    int size() {
        return size;
    }

    /// How much memory it takes, in bytes.
    long sizeBytes() {
        return 8L * places.length;
    }

    /// Makes room for more series, if there may be so many; places found before are of no use then.
    void reserve(int more) {
        int count = places.length / 2;
        int wanted = count;
        while (wanted < PLACES_MAX && wanted / 4 * 3 < size + more) {
            wanted *= 2;
        }
        if (wanted > count) {
            long[] old = places;
            places = new long[2 * wanted];
            for (int i = 0; i < old.length; i += 2) {
                if (old[i] != 0) {
                    int place = find(old[i]);
                    places[2 * place] = old[i];
                    places[2 * place + 1] = old[i + 1];
                }
            }
        }
    }

    /// The place of a series, which is made where there is none, or [#FULL].
    ///
    /// @param before where to look for the time of a new series
    int place(long hash, SeriesTimes before) {
        int place = find(hash);
        if (places[2 * place] == 0) {
            if (size >= places.length / 2 / 4 * 3) {
                return FULL;
            }
            places[2 * place] = hash;
            places[2 * place + 1] = before.latest(hash);
            size++;
        }
        return place;
    }

    /// Moves the latest time of a series on.
    ///
    /// @return false when it is not before `time`
    boolean advance(int place, long time) {
        if (time <= places[2 * place + 1]) {
            return false;
        }
        places[2 * place + 1] = time;
        return true;
    }

    private long latest(long hash) {
        int place = find(hash);
        return places[2 * place] == 0 ? Long.MIN_VALUE : places[2 * place + 1];
    }

    /// Where a hash is or would be.
    private int find(long hash) {
        int mask = places.length / 2 - 1;
        int place = ByteWords.fold(hash) & mask;
        while (places[2 * place] != 0 && places[2 * place] != hash) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
