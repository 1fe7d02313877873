// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One run of `influxctl`, with nothing of this process's environment.
///
/// @param caches where it keeps tokens, as `XDG_CACHE_HOME` names it
/// @param answer what has to be in its output
/// @param arguments all of them
record Run(Path caches, String answer, List<String> arguments) {
    private static final int OUTPUT_BYTES_MAX = 1 << 20;

    /// What one run took.
    ///
    /// @param nanos from its start to its end
    /// @param cpuMillis of the processors, in steps of ten
    record Took(long nanos, long cpuMillis) {}

    /// Runs it, while this process starts no other.
    ///
    /// @param command the program, without arguments of its own
    /// @throws IllegalStateException when it failed or answered something else
    Took measure(List<String> command) throws InterruptedException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(whole).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("XDG_CACHE_HOME", caches.toString());
        try {
            long cpuBegan = Children.cpuMillis();
            long began = System.nanoTime();
            Process process = builder.start();
            process.getOutputStream().close();
            String said;
            try (var output = process.getInputStream()) {
                said = new String(output.readNBytes(OUTPUT_BYTES_MAX), UTF_8);
            }
            int status = process.waitFor();
            long nanos = System.nanoTime() - began;
            if (status != 0 || !said.contains(answer)) {
                throw new IllegalStateException(
                        "influxctl %s ended with %d and said: %s"
                                .formatted(arguments.getLast(), status, said.strip()));
            }
            return new Took(nanos, Children.cpuMillis() - cpuBegan);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
