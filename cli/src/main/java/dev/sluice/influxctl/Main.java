// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import dev.sluice.influxctl.command.ProgramVersion;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.OperatingSystem;
import dev.sluice.influxctl.profile.Surroundings;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// The program `influxctl`. The only class that asks the JVM about its surroundings.
public final class Main {
    private static final int BUFFER_BYTES = 64 << 10;

    private Main() {}

    /// Runs the arguments as one command line and ends the process with its exit code.
    ///
    /// It is halted and does not exit, since the JVM logs an exit, and looks through every jar for
    /// somebody to log it with: a third of a short run. Nothing here waits for an exit; what was
    /// printed has been flushed.
    public static void main(String... arguments) {
        Surroundings around = surroundings();
        int exitCode = Assembly.real(around, terminal(around), version()).run(arguments);
        Runtime.getRuntime().halt(exitCode);
    }

    private static Surroundings surroundings() {
        return new Surroundings(
                System.getenv(),
                Path.of(home()),
                OperatingSystem.named(System.getProperty("os.name", "")));
    }

    /// What the shell says wins over the system's list of users, as in every other program.
    private static String home() {
        String said = System.getenv("HOME");
        return said == null || said.isBlank() ? System.getProperty("user.home", ".") : said;
    }

    private static Terminal terminal(Surroundings around) {
        PrintStream out =
                new PrintStream(
                        new BufferedOutputStream(
                                new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
                        false,
                        StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Terminal(System.in, out, err, ScreenProbe.probe(around));
    }

    private static ProgramVersion version() {
        String number = Main.class.getPackage().getImplementationVersion();
        return new ProgramVersion(
                number == null ? "development" : number,
                System.getProperty("os.name", "unknown").toLowerCase(Locale.ROOT),
                System.getProperty("os.arch", "unknown"));
    }
}
