// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What the threads of a process have used, finer than in steps of ten milliseconds
/// (`/proc/*/task/*/schedstat`). What threads used that have ended is not in it.
final class CpuNanos {
    private CpuNanos() {}

    /// Of a process by its number, in nanoseconds.
    static long of(long pid) throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path task : tasks) {
                try {
                    String told = Files.readString(task.resolve("schedstat"));
                    sum += Long.parseLong(told.substring(0, told.indexOf(' ')));
                } catch (NoSuchFileException _) {
                    // It has ended since it was listed.
                }
            }
        }
        return sum;
    }
}
