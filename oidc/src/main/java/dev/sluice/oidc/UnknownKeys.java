// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Duration;
import java.util.LinkedHashMap;

/// Key IDs that the provider did not know a moment ago. Bounded: the oldest is forgotten first.
/// Safe for many threads.
final class UnknownKeys {
    /// IDs longer than this are never asked about, so that remembering them costs little.
    static final int KEY_ID_LENGTH_MAX = 256;

    private final long memoryNanos;
    private final int sizeMax;
    private final LinkedHashMap<String, Long> untilNanos = new LinkedHashMap<>();

    UnknownKeys(Duration memory, int sizeMax) {
        this.memoryNanos = memory.toNanos();
        this.sizeMax = sizeMax;
    }

    /// Whether it is of no use to ask for this key now.
    synchronized boolean isKnownToBeUnknown(String keyId, long nowNanos) {
        if (keyId.length() > KEY_ID_LENGTH_MAX) {
            return true;
        }
        Long until = untilNanos.get(keyId);
        return until != null && nowNanos - until < 0;
    }

    /// Remembers that the provider does not know this key.
    synchronized void remember(String keyId, long nowNanos) {
        untilNanos.putLast(keyId, nowNanos + memoryNanos);
        if (untilNanos.size() > sizeMax) {
            untilNanos.pollFirstEntry();
        }
    }
}
