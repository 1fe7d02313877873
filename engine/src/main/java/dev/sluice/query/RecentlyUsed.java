// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Values that were used lately, as many as some memory holds. Safe for many threads.
///
/// @param <K> what they are found by
/// @param <V> the values, which nobody changes
final class RecentlyUsed<K, V> {
    private final long bytesMax;
    private final ToLongFunction<V> sizeBytes;

    /// The one that was used last comes last.
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /// @param bytesMax how large all may be together
    /// @param sizeBytes how large a value is, the same each time
    RecentlyUsed(long bytesMax, ToLongFunction<V> sizeBytes) {
        this.bytesMax = bytesMax;
        this.sizeBytes = sizeBytes;
    }

    /// A part of the heap, which is small where the heap is.
    ///
    /// @param part one of so many
    /// @param bytesMax more than it is never needed
    static long ofHeap(int part, long bytesMax) {
        return Math.min(bytesMax, Runtime.getRuntime().maxMemory() / part);
    }

    /// The value, or null.
    synchronized @Nullable V find(K key) {
        return values.get(key);
    }

    /// Keeps a value, in place of one that is there, and forgets those that nobody used for the
    /// longest time where all are too large; one that is too large alone is not kept.
    synchronized void keep(K key, V value) {
        V before = values.put(key, value);
        bytes +=
                sizeBytes.applyAsLong(value) - (before == null ? 0 : sizeBytes.applyAsLong(before));
        Iterator<V> oldest = values.values().iterator();
        while (bytes > bytesMax) {
            bytes -= sizeBytes.applyAsLong(oldest.next());
            oldest.remove();
        }
    }
}
