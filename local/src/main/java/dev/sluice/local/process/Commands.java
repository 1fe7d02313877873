// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs a program to its end.
public final class Commands {
    private Commands() {}

    /// Runs `command` in `directory` with no input and requires that it ends well.
    ///
    /// @return what it wrote
    /// @throws ProblemException *unavailable*, with the last line that it wrote, when it cannot be
    ///   started or does not end with status 0
    public static String run(
            String name, Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectInput(OwnSession.NO_INPUT.toFile())
                        .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "program_missing",
                            "%s needs the program %s, which could not be started: %s"
                                    .formatted(name, command.getFirst(), e.getMessage())),
                    e);
        }
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw failed(name, status, output);
            }
            return output;
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
