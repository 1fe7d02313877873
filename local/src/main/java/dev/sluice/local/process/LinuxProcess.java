// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Linux tells of a process in the files below `/proc` and Java does not; nothing elsewhere.
final class LinuxProcess {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Path BOOT = PROCESSES.resolve("sys/kernel/random/boot_id");
    private static final String ZOMBIE = "Z";

    /// Places of `stat` behind the program's name, by proc(5): fields 3 and 22.
    private static final int STATE = 0;

    private static final int START_TICKS = 19;

    private LinuxProcess() {}

    /// Whether all threads of the process have ended, and with them its files and sockets, though
    /// its parent has not asked how. It is still in the process table, and a parent that never asks
    /// is common in containers.
    static boolean isUncollected(long pid) {
        try {
            return stat(pid).get(STATE).equals(ZOMBIE) && hasOneThread(pid);
        } catch (IOException _) {
            return false;
        }
    }

    /// When the process began: the boot and the kernel's count of ticks since, as one word. Setting
    /// the clock does not move it, and no other process with this number has the same. Null where
    /// it cannot be told.
    static @Nullable String birth(long pid) {
        try {
            return Files.readString(BOOT).strip() + ":" + stat(pid).get(START_TICKS);
        } catch (IOException _) {
            return null;
        }
    }

    /// The fields of `stat` behind the name, which may have spaces and brackets itself.
    private static List<String> stat(long pid) throws IOException {
        String stat = Files.readString(entry(pid).resolve("stat"));
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    }

    private static boolean hasOneThread(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(entry(pid).resolve("task"))) {
            return threads.count() == 1;
        }
    }

    /// Where the files about a process are.
    static Path entry(long pid) {
        return PROCESSES.resolve(String.valueOf(pid));
    }
}
