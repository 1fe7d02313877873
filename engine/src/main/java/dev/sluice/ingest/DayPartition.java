// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;

/// The partition of a point under the default template, the UTC day of its time (data.md 7.4).
///
/// @param epochDay days since 1970-01-01
record DayPartition(long epochDay) implements Comparable<DayPartition> {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    /// The partition of a time.
    static DayPartition of(long timeNanos) {
        return new DayPartition(Math.floorDiv(timeNanos, NANOS_PER_DAY));
    }

    @Override
    public int compareTo(DayPartition other) {
        return Long.compare(epochDay, other.epochDay);
    }

    /// The partition key, such as `2024-01-01`.
    String key() {
        return LocalDate.ofEpochDay(epochDay).toString();
    }

    /// The name of the partition in object paths (data.md 7.3).
    String hash(long tableId) {
        return hash(tableId, key());
    }

    /// SHA-256 of the table id as 8 bytes big-endian and the key, in lower-case hex.
    static String hash(long tableId, String key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, tableId));
            digest.update(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
