// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The processes that this one has started and that have ended, as Linux counts for them (proc(5)).
final class Children {
    private static final Path OWN = Path.of("/proc/self/stat");

    /// Times are told in hundredths of a second on every platform that packages are made for.
    private static final int MILLIS_PER_TICK = 10;

    /// Where the fields are, counted from the one after the name: user time, then system time.
    private static final int USER = 13;

    private static final int SYSTEM = 14;

    private Children() {}

    /// How much processor time they took together, user and system.
    static long cpuMillis() throws IOException {
        return cpuMillis(Files.readString(OWN));
    }

    /// The same of a line of that file. The name in parentheses may hold anything.
    static long cpuMillis(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return MILLIS_PER_TICK * (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]));
    }
}
