// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.partition;

import java.nio.charset.StandardCharsets;

/// Which bucket a tag's value is in: Iceberg's rule, which is Murmur3 (x86, 32 bits, seed 0) of the
/// UTF-8 bytes without the sign bit, modulo the count (admin.md 5.3).
public final class TagBucket {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private TagBucket() {}

    /// The bucket of a value, from 0 to `count` - 1.
    ///
    /// @param count how many there are, at least 1
    public static int of(String value, int count) {
        return (murmur3(value.getBytes(StandardCharsets.UTF_8)) & Integer.MAX_VALUE) % count;
    }

    private static int murmur3(byte[] bytes) {
        int hash = 0;
        int blocks = bytes.length / Integer.BYTES;
        for (int i = 0; i < blocks; i++) {
            hash ^= scrambled(littleEndian(bytes, i * Integer.BYTES, Integer.BYTES));
            hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        int rest = bytes.length % Integer.BYTES;
        if (rest > 0) {
            hash ^= scrambled(littleEndian(bytes, blocks * Integer.BYTES, rest));
        }
        hash ^= bytes.length;
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    private static int scrambled(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    private static int littleEndian(byte[] bytes, int from, int count) {
        int value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | (bytes[from + i] & 0xff);
        }
        return value;
    }
}
