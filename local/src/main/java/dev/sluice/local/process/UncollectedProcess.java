// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Tells a process that has ended, but whose parent has not asked how, from one that runs. Both are
/// in the process table, and a parent that never asks is common in containers.
///
/// Looks at the files of Linux below `/proc`; elsewhere it finds none.
final class UncollectedProcess {
    private static final char ZOMBIE = 'Z';

    private UncollectedProcess() {}

    /// Whether all threads of the process have ended, and with them its files and sockets.
    static boolean is(long pid) {
        Path entry = Path.of("/proc", String.valueOf(pid));
        try {
            String stat = Files.readString(entry.resolve("stat"));
            boolean firstThreadEnded = stat.charAt(stat.lastIndexOf(')') + 2) == ZOMBIE;
            return firstThreadEnded && hasOneThread(entry);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean hasOneThread(Path entry) throws IOException {
        try (Stream<Path> threads = Files.list(entry.resolve("task"))) {
            return threads.count() == 1;
        }
    }
}
