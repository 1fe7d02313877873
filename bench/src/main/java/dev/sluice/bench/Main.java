// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench;

import dev.sluice.local.process.Progress;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `./sluice bench`: measures on demand.
///
/// The report goes to standard output. On a terminal standard error shows how far it is; in a pipe
/// it is quiet unless something fails. Exit status 0 means measured, 1 that it was not.
@Command(
        name = "sluice bench",
        description = "Measure Sluice beside its peers.",
        mixinStandardHelpOptions = true)
public final class Main {
    private static final int FAILED = 1;

    private Main() {}

    /// Called by the launcher, which says in `sluice.terminal` whether standard error is a
    /// terminal.
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, Boolean.getBoolean("sluice.terminal"), arguments));
    }

    /// Runs one command.
    ///
    /// @param out for the report
    /// @param err for progress and complaints
    /// @param terminal whether a person watches `err`
    /// @return the exit status
    static int run(PrintStream out, PrintStream err, boolean terminal, String... arguments) {
        if (!terminal) {
            return run(out, err, _ -> {}, arguments);
        }
        try (Progress progress = new Progress(err, true)) {
            int status = run(out, err, progress::step, arguments);
            progress.done();
            return status;
        }
    }

    private static int run(
            PrintStream out, PrintStream err, Consumer<String> progress, String... arguments) {
        return new CommandLine(new Main())
                .addSubcommand(new AccessCommand(out, progress))
                .addSubcommand(new IngestCommand(out, progress))
                .addSubcommand(new ParquetCommand(out, progress))
                .addSubcommand(new QueryCommand(out, progress))
                .addSubcommand(new ServeCommand(out, progress))
                .addSubcommand(new StartCommand(out, progress))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true, out.charset()))
                .setErr(new PrintWriter(err, true, err.charset()))
                .setParameterExceptionHandler((wrong, _) -> {
                    err.println("sluice: " + wrong.getMessage());
                    wrong.getCommandLine().usage(err);
                    return FAILED;
                })
                .execute(arguments);
    }
}
