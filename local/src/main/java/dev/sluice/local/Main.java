// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.files.FileTrouble;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/// The part of `./sluice` that knows installations on this machine: `up`, `down`, `status`.
///
/// Results go to standard output, progress and errors to standard error. Exit status 0 means done,
/// 1 that it was not.
@Command(name = "sluice", description = "A whole Sluice on this machine.")
public final class Main {
    private static final int FAILED = 1;
    private static final int PORT_MAX = 65_535;

    private Main() {}

    /// Called by the launcher, which says in `sluice.home` where the checkout is and in
    /// `sluice.terminal` whether standard error is a terminal.
    public static void main(String[] arguments) {
        var programs = new Programs(Path.of(System.getProperty("sluice.home", ".")));
        var console = new Console(System.out, System.err, Boolean.getBoolean("sluice.terminal"));
        System.exit(run(programs, console, arguments));
    }

    /// Runs one command.
    ///
    /// @return the exit status
    static int run(Programs programs, Console console, String... arguments) {
        return new CommandLine(new Main())
                .addSubcommand(new UpCommand(programs, console))
                .addSubcommand(new DownCommand(programs, console))
                .addSubcommand(new StatusCommand(programs, console))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Integer.class, Main::port)
                .setOut(new PrintWriter(console.results(), true, console.results().charset()))
                .setErr(new PrintWriter(console.talk(), true, console.talk().charset()))
                .setExecutionExceptionHandler((trouble, _, _) -> tell(trouble, console))
                .setParameterExceptionHandler((wrong, _) -> {
                    console.talk().println("sluice: " + wrong.getMessage());
                    wrong.getCommandLine().usage(console.talk());
                    return FAILED;
                })
                .execute(arguments);
    }

    /// The only whole numbers of these commands.
    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Told below, as a number that is none of a port is.
        }
        throw new TypeConversionException(
                "\"" + text + "\" is not a port, a whole number from 1 to " + PORT_MAX);
    }

    private static int tell(Exception trouble, Console console) throws Exception {
        String sentence =
                switch (trouble) {
                    case ProblemException problem -> problem.problem().message();
                    case IOException failure -> FileTrouble.sentence(failure);
                    default -> throw trouble;
                };
        console.talk().println("sluice: " + sentence);
        return FAILED;
    }
}
