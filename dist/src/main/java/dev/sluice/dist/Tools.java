// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs tools of the JDK and the programs themselves, with nothing of this process's environment
/// but what they are given.
public final class Tools {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Tools() {}

    /// Runs a command to its end.
    ///
    /// @param directory where it runs
    /// @return what it printed
    /// @throws dev.sluice.model.ProblemException *internal* with the end of what it printed when it
    ///   fails or takes longer than five minutes
    public static String run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("sluice-dist", ".log");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed(command, "took longer than " + PATIENCE.toMinutes() + " minutes");
            }
            String said = Files.readString(output, UTF_8);
            if (process.exitValue() != 0) {
                throw failed(command, "ended with " + process.exitValue() + ": " + end(said));
            }
            return said;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static RuntimeException failed(List<String> command, String how) {
        return new Problem(Problem.Kind.INTERNAL, "tool_failed", command.getFirst() + " " + how)
                .asException();
    }

    private static String end(String text) {
        String stripped = text.strip();
        return stripped.substring(Math.max(0, stripped.length() - 2000));
    }
}
