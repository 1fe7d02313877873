// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import org.jspecify.annotations.Nullable;

/// How an instant is read: the type that a client sees (data.md 5.3, 5.5).
///
/// @param zone the zone whose clock it shows, by its name or offset; null for none, which is UTC
public record InstantType(@Nullable String zone) {
    /// Without a zone.
    public static final InstantType PLAIN = new InstantType(null);

    /// The zone whose clock is read.
    public String clock() {
        return zone == null ? "UTC" : zone;
    }
}
