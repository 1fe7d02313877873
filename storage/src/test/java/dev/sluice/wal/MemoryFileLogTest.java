// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.IOException;
import java.nio.file.Path;

/// The log over files in memory keeps the same promises as over those of the disk; so what
/// [LogFaultsTest] finds with them holds for both.
final class MemoryFileLogTest implements LogContract {
    private final MemoryLogFiles files = new MemoryLogFiles();

    @Override
    public WriteAheadLog open(Path directory) throws IOException {
        return FileLog.open(directory, LogLimits.DEFAULT, files, _ -> {});
    }
}
