// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What a process has used, as Linux tells below `/proc`.
///
/// @param directory that of the process
public record ProcessFigures(Path directory) {
    /// What the kernel counts processor time in when it tells programs of it (`USER_HZ`).
    private static final double TICKS_PER_SECOND = 100;

    /// Where the two counts are, in the words after the program's name: user and system.
    private static final int USER_WORD = 11;

    private static final int SYSTEM_WORD = 12;
    private static final long BYTES_PER_KILOBYTE = 1_024;

    /// Makes the kernel forget the peak so far (`man 5 proc_pid_clear_refs`).
    private static final String FORGET_PEAK = "5";

    /// Of a process by its number.
    public static ProcessFigures of(long pid) {
        return new ProcessFigures(Path.of("/proc", String.valueOf(pid)));
    }

    /// What one thread has used.
    ///
    /// @param name of the thread, of which the kernel keeps 15 bytes
    /// @param cpuSeconds user and system
    public record ThreadTime(String name, double cpuSeconds) {}

    /// Processor time of all its threads, those that ended included, in seconds.
    public double cpuSeconds() {
        return cpuSeconds(read("stat"));
    }

    /// The most memory that it had resident since [#forgetPeak], in bytes.
    public long peakBytes() {
        return number(read("status"), "VmHWM") * BYTES_PER_KILOBYTE;
    }

    /// The memory that it has resident, in bytes.
    public long residentBytes() {
        return number(read("status"), "VmRSS") * BYTES_PER_KILOBYTE;
    }

    /// What it made the system write to the disk, in bytes.
    long writtenBytes() {
        return number(read("io"), "write_bytes");
    }

    /// Begins to watch for the peak again.
    public void forgetPeak() {
        try {
            Files.writeString(directory.resolve("clear_refs"), FORGET_PEAK);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The threads that run now, by number.
    public Map<String, ThreadTime> threads() {
        Map<String, ThreadTime> threads = new HashMap<>();
        lookAtThreads(task ->
                threads.put(
                        task.getFileName().toString(),
                        new ThreadTime(
                                Files.readString(task.resolve("comm")).strip(),
                                cpuSeconds(Files.readString(task.resolve("stat"))))));
        return threads;
    }

    /// What the threads that run now have used since an earlier [#threads], by number.
    public Map<String, ThreadTime> threadsSince(Map<String, ThreadTime> before) {
        Map<String, ThreadTime> used = new HashMap<>();
        threads()
                .forEach((number, thread) -> {
                    ThreadTime earlier = before.get(number);
                    double seconds = earlier == null ? 0 : earlier.cpuSeconds();
                    used.put(number, new ThreadTime(thread.name(), thread.cpuSeconds() - seconds));
                });
        return used;
    }

    private interface Look {
        void at(Path task) throws IOException;
    }

    private void lookAtThreads(Look look) {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(directory.resolve("task"))) {
            for (Path task : tasks) {
                try {
                    look.at(task);
                } catch (NoSuchFileException _) {
                    // It has ended since it was listed.
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// User and system time in a line of `stat`. The program's name, in brackets, may hold
    /// anything.
    static double cpuSeconds(String stat) {
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(words[USER_WORD]) + Long.parseLong(words[SYSTEM_WORD]))
                / TICKS_PER_SECOND;
    }

    /// The number in the line that begins with `name`.
    static long number(String lines, String name) {
        return lines.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip().split(" ", 2)[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the system does not tell " + name));
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
