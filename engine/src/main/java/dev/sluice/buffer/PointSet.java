// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import dev.sluice.batch.ByteWords;

/// A set of points by their hashes, of each of which it keeps half: 5 to 11 bytes a point. Where it
/// stands says something of the other half, so hardly ever two points pass for one. Not safe for
/// threads.
final class PointSet {
    static final PointSet EMPTY = new PointSet(0);

    /// 0 where free; a power of two, at most three quarters full.
    private final int[] halves;

    private int size;

    /// @param room for so many points
    PointSet(int room) {
        this.halves = new int[placeCount(room)];
    }

    private static int placeCount(int room) {
        int places = Math.min(room, 1);
        while (roomIn(places) < room) {
            places *= 2;
        }
        return places;
    }

    private static int roomIn(int places) {
        return places / 4 * 3;
    }

    /// How many points there may be.
    int room() {
        return roomIn(halves.length);
    }

    /// How many points there are.
    int size() {
        return size;
    }

    /// How much memory it takes, in bytes.
    long sizeBytes() {
        return (long) Integer.BYTES * halves.length;
    }

    /// Adds a point, for which there has to be room.
    ///
    /// @return false when it is there
    boolean add(long hash) {
        int place = place(hash);
        if (halves[place] != 0) {
            return false;
        }
        halves[place] = half(hash);
        size++;
        return true;
    }

    boolean has(long hash) {
        return size > 0 && halves[place(hash)] != 0;
    }

    /// Where a point is or would be.
    private int place(long hash) {
        int half = half(hash);
        int mask = halves.length - 1;
        int place = ByteWords.fold(hash) & mask;
        while (halves[place] != 0 && halves[place] != half) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static int half(long hash) {
        int half = (int) (hash >>> Integer.SIZE);
        return half == 0 ? 1 : half;
    }
}
