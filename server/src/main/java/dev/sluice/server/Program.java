// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line of `sluice`, ready to run.
final class Program {
    private static final Logger log = LoggerFactory.getLogger(Program.class);

    private Program() {}

    /// Runs one command line.
    ///
    /// @return the exit code
    static int run(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings).execute(arguments);
    }

    /// The whole command line, without running anything.
    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine line =
                new CommandLine(new Root())
                        .addSubcommand(new ServeCommand(surroundings))
                        .addSubcommand(new KeyGenCommand(surroundings))
                        .addSubcommand(new CreateAdminTokenCommand(surroundings))
                        .addSubcommand(new MoveCommand(surroundings))
                        .addSubcommand(new HealthCommand(surroundings))
                        .addSubcommand(new VersionCommand(surroundings));
        line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((wrong, _) -> {
            surroundings.err().println("sluice: " + sentence(wrong));
            wrong.getCommandLine().usage(surroundings.err());
            return Main.FAILED;
        });
        line.setExecutionExceptionHandler((failure, _, _) -> {
            log.atError().setCause(failure).log("a command failed by a mistake of the program");
            surroundings.err().println("sluice: internal error, see the log above");
            return Main.FAILED;
        });
        return line;
    }

    /// What is wrong with the arguments; the library counts words that it does not know.
    private static String sentence(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)
                || unmatched.isUnknownOption()) {
            return String.valueOf(wrong.getMessage());
        }
        String what =
                wrong.getCommandLine().getSubcommands().isEmpty()
                        ? "too many arguments: "
                        : "unknown command ";
        return what + '"' + unmatched.getUnmatched().getFirst() + '"';
    }

    /// The program itself; says what it can do when no command is named.
    @Command(
            name = "sluice",
            description = "A time series database.",
            mixinStandardHelpOptions = true)
    private static final class Root {}
}
