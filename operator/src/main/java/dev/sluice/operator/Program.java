// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of `sluice-operator`, ready to run.
final class Program {
    private static final Logger log = LoggerFactory.getLogger(Program.class);

    private Program() {}

    /// Runs one command line.
    ///
    /// @return the exit code
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine line =
                new CommandLine(new Root())
                        .addSubcommand(new RunCommand(surroundings))
                        .addSubcommand(new StoreSecretCommand(surroundings))
                        .addSubcommand(new VersionCommand(surroundings));
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((wrong, _) -> {
            surroundings.err().println("sluice-operator: " + wrong.getMessage());
            wrong.getCommandLine().usage(surroundings.err());
            return Main.FAILED;
        });
        line.setExecutionExceptionHandler((failure, _, _) -> {
            log.atError().setCause(failure).log("a command failed");
            surroundings.err().println("sluice-operator: " + failure.getMessage());
            return Main.FAILED;
        });
        return line.execute(arguments);
    }

    /// The program itself; says what it can do when no command is named.
    @Command(
            name = "sluice-operator",
            description = "Keeps a cluster of Sluice on Kubernetes as its AppInstance says.",
            mixinStandardHelpOptions = true)
    private static final class Root {}
}
