// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import org.jspecify.annotations.Nullable;

/// What the limits of a database may be (admin.md 4.3). An absent one is not looked at. Each throws
/// the [Problem] `invalid_database`.
final class DatabaseLimits {
    private DatabaseLimits() {}

    static void requireTables(@Nullable Integer tables) {
        if (tables != null && tables < 1) {
            throw invalid("maxTables: " + tables + " (at least 1)");
        }
    }

    static void requireColumnsPerTable(@Nullable Integer columns) {
        if (columns != null
                && (columns < 1 || columns > DatabaseEntry.COLUMNS_PER_TABLE_MAX_LIMIT)) {
            throw invalid(
                    "maxColumnsPerTable: "
                            + columns
                            + " (at least 1, limit: "
                            + DatabaseEntry.COLUMNS_PER_TABLE_MAX_LIMIT
                            + ")");
        }
    }

    static void requireRetention(@Nullable Long nanos) {
        if (nanos != null && nanos < 0) {
            throw invalid(
                    "retentionPeriod: "
                            + nanos
                            + " (at least 0, in nanoseconds; 0 keeps points for ever)");
        }
    }

    private static ProblemException invalid(String message) {
        return Problem.invalid("invalid_database", message).asException();
    }
}
