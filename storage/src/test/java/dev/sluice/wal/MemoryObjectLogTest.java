// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.objectstore.MemoryObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The log over objects in memory keeps the same promises as over those of a real service; so what
/// [ObjectLogFaultsTest] finds with them holds for both.
final class MemoryObjectLogTest implements LogContract {
    private final MemoryObjectStore store = new MemoryObjectStore();

    @Override
    public WriteAheadLog open(Path directory) {
        return ObjectLog.open(
                store, LogLimits.DEFAULT, Duration.ZERO, InstantSource.system(), _ -> {});
    }
}
