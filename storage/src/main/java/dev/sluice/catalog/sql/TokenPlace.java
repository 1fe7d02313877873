// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.time.Instant;
import java.util.UUID;

/// Where a token stands in a list: by creation and then id (admin.md 4.1).
record TokenPlace(long createdAtMillis, String id) implements Comparable<TokenPlace> {

    static TokenPlace of(Instant createdAt, UUID id) {
        return new TokenPlace(createdAt.toEpochMilli(), id.toString());
    }

    @Override
    public int compareTo(TokenPlace other) {
        int order = Long.compare(createdAtMillis, other.createdAtMillis);
        return order != 0 ? order : id.compareTo(other.id);
    }
}
