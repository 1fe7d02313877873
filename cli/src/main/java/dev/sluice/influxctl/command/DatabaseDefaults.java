// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import org.jspecify.annotations.Nullable;

/// What the command line sends for limits of databases (admin.md 0.3, C5 and C6).
final class DatabaseDefaults {
    /// The limit of tables where none is given.
    static final int MAX_TABLES = 500;

    /// The limit of columns where none is given.
    static final int MAX_COLUMNS = 250;

    private static final long NANOS_PER_HOUR = 3_600_000_000_000L;

    private DatabaseDefaults() {}

    /// The limit of tables; 0 stands for the default.
    static @Nullable Integer tables(@Nullable Integer given) {
        return given != null && given == 0 ? Integer.valueOf(MAX_TABLES) : given;
    }

    /// The limit of columns; 0 stands for the default.
    static @Nullable Integer columns(@Nullable Integer given) {
        return given != null && given == 0 ? Integer.valueOf(MAX_COLUMNS) : given;
    }

    /// Says so when points may be gone before anybody sees them.
    static void warnOfShortRetention(Terminal terminal, @Nullable Long retentionNanos) {
        if (retentionNanos != null && retentionNanos > 0 && retentionNanos < NANOS_PER_HOUR) {
            terminal.warn("a retention period below 1h may remove points before they are seen");
        }
    }
}
