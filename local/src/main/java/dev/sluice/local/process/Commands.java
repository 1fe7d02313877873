// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs a program to its end.
public final class Commands {
    /// Enough to fetch 180 MB over a slow line.
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private Commands() {}

    /// Runs `command` in `directory` with no input and requires that it ends well.
    ///
    /// @return what it wrote
    /// @throws ProblemException *unavailable*, with the last line that it wrote, when it cannot be
    ///   started or does not end with status 0
    public static String run(
            String name, Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path written = Files.createTempFile(directory, ".output", "");
        try {
            var builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectInput(OwnSession.NO_INPUT.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(written.toFile());
            builder.environment().putAll(environment);
            int status = awaitEnd(name, start(name, builder));
            String output = Files.readString(written);
            if (status != 0) {
                throw failed(name, status, output);
            }
            return output;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    private static Process start(String name, ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "program_missing",
                            "%s needs the program %s, which could not be started: %s"
                                    .formatted(name, builder.command().getFirst(), e.getMessage())),
                    e);
        }
    }

    private static int awaitEnd(String name, Process process) throws InterruptedException {
        try {
            if (!process.waitFor(PATIENCE)) {
                throw Problem.unavailable(
                                "program_too_slow",
                                "%s was not done after %d minutes and was stopped"
                                        .formatted(name, PATIENCE.toMinutes()))
                        .asException();
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static ProblemException failed(String name, int status, String output) {
        String reason =
                output.lines()
                        .filter(line -> !line.isBlank())
                        .filter(line -> line.contains("ERROR"))
                        .findFirst()
                        .orElseGet(() -> output.lines().reduce("", (_, last) -> last));
        return Problem.unavailable(
                        "program_failed",
                        "%s failed with status %d: %s".formatted(name, status, reason.strip()))
                .asException();
    }
}
