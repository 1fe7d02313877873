// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Arrays of large bodies that are over, for large ones to come: to the collector each would be an
/// object of several regions for which room is looked for, zeroed and given back, request by
/// request. It may have them when memory is short. Safe for many threads.
final class SpareArrays {
    /// Smaller arrays cost next to nothing.
    static final int LENGTH_MIN = 256 * 1024;

    /// An array that is longer by more than this part of what is wanted stays for another body.
    private static final int WASTE_PART = 4;

    /// How much is kept at most.
    private final long bytesMax;

    /// The array that was given last in front.
    private final Deque<Spare> spares = new ArrayDeque<>();

    private long bytes;

    private record Spare(int length, SoftReference<byte[]> array) {}

    /// @param bytesMax how much is kept at most
    SpareArrays(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// An array with room for some bytes, whatever is in it; null where there is none.
    synchronized byte @Nullable [] take(int length) {
        if (length < LENGTH_MIN) {
            return null;
        }
        for (Iterator<Spare> all = spares.iterator(); all.hasNext(); ) {
            Spare spare = all.next();
            byte[] array = spare.array.get();
            if (array == null) {
                remove(all, spare);
            } else if (array.length >= length && array.length - length <= length / WASTE_PART) {
                remove(all, spare);
                return array;
            }
        }
        return null;
    }

    /// Takes an array to which nobody else looks any more.
    synchronized void give(byte[] array) {
        if (array.length < LENGTH_MIN || array.length > bytesMax) {
            return;
        }
        spares.addFirst(new Spare(array.length, new SoftReference<>(array)));
        bytes += array.length;
        while (bytes > bytesMax) {
            bytes -= spares.removeLast().length;
        }
    }

    private void remove(Iterator<Spare> all, Spare spare) {
        all.remove();
        bytes -= spare.length;
    }
}
