// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.collector;

import java.util.Locale;

/// What the collector looks for, or makes.
public enum SweepKind {
    /// Files whose rows have all expired.
    EXPIRED_FILES,

    /// Files that were marked deleted long ago.
    DELETED_FILES,

    /// Databases that were deleted long ago.
    DELETED_DATABASES,

    /// Tables that were deleted long ago, of live databases.
    DELETED_TABLES,

    /// Objects that belong to no file.
    UNKNOWN_OBJECTS,

    /// Snapshots of the catalog, which are made.
    CATALOG_SNAPSHOTS,

    /// Such snapshots that were kept long enough.
    OLD_CATALOG_SNAPSHOTS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /// The word for it in metrics and in the log, such as `expired_files`.
    public String word() {
        return word;
    }
}
