// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import dev.sluice.local.process.Commands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a database takes on the disk: allocated blocks, not lengths of files, since some files are
/// mostly holes.
///
/// @param dataBytes all but its log
/// @param logBytes its log of writes
public record DiskUse(long dataBytes, long logBytes) {
    private static final long BYTES_PER_KILOBYTE = 1_024;

    /// Asks the system.
    ///
    /// @param work a directory to work in
    /// @param data everything that the database keeps
    /// @param logs the directories that are its log, within or beside
    static DiskUse of(Path work, List<Path> data, List<Path> logs)
            throws IOException, InterruptedException {
        long logBytes = logs.isEmpty() ? 0 : allocated(work, logs);
        List<Path> all = new ArrayList<>(data);
        all.addAll(logs);
        // Of what is named twice, the system counts it once.
        return new DiskUse(allocated(work, all) - logBytes, logBytes);
    }

    private static long allocated(Path work, List<Path> paths)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("du", "-s", "-k", "-c"));
        paths.forEach(path -> command.add(path.toString()));
        return total(Commands.run("asking for disk space", work, Map.of(), command));
    }

    /// The number in the last line of what `du -c -k` writes.
    static long total(String output) {
        String last = output.lines().reduce("", (_, line) -> line);
        return Long.parseLong(last.split("\\s", 2)[0]) * BYTES_PER_KILOBYTE;
    }
}
