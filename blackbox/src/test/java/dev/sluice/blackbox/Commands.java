// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a command of the build to its end, as from a shell without a terminal.
final class Commands {
    private Commands() {}

    /// How a command ended.
    ///
    /// @param output standard output
    /// @param talk standard error
    record Ended(int status, String output, String talk) {}

    static Ended run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("sluice-output", "");
        Path talk = Files.createTempFile("sluice-talk", "");
        try {
            var builder =
                    new ProcessBuilder(command)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(output.toFile())
                            .redirectError(talk.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("INFLUXCTL_"));
            builder.environment().put("INFLUXCTL_NO_BROWSER", "1");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("SLUICE_NO_BUILD", "1");
            int status = builder.start().waitFor();
            return new Ended(
                    status,
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(talk, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
            Files.delete(talk);
        }
    }
}
