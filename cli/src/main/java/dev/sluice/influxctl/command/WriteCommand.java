// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.output.ProgressLine;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.write.Gzip;
import dev.sluice.influxctl.write.LineWriter;
import dev.sluice.influxctl.write.WriteProgress;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `write` (admin.md 3.7). Its own `--timeout` counts in seconds.
@Command(name = "write", description = "Write line protocol to a database.")
final class WriteCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final LongSupplier ticker;
    private final ProfileSource profiles;
    private final ClusterConnections connections;

    @Parameters(
            paramLabel = "LINE_PROTOCOL",
            description = "Line protocol, a file that holds it, also in gzip, or -.")
    private String lines = "";

    @Option(names = "--database", paramLabel = "NAME", description = "The database to write to.")
    private @Nullable String database;

    @Option(names = "--token", paramLabel = "TOKEN", description = "A database token.")
    private @Nullable String token;

    @Option(
            names = "--batch-size",
            paramLabel = "LINES",
            defaultValue = "10000",
            description = "The most lines of one request (${DEFAULT-VALUE}).")
    private int batchLines;

    @Option(
            names = "--precision",
            paramLabel = "ns|us|ms|s",
            defaultValue = "ns",
            converter = Choices.PrecisionConverter.class,
            description = "The unit of timestamps (${DEFAULT-VALUE}).")
    private String precision = "ns";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Limit of one request (${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    WriteCommand(
            Terminal terminal,
            LongSupplier ticker,
            ProfileSource profiles,
            ClusterConnections connections) {
        this.terminal = terminal;
        this.ticker = ticker;
        this.profiles = profiles;
        this.connections = connections;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        requirePositive("--batch-size", batchLines);
        requirePositive("--timeout", timeoutSeconds);
        Profile profile = profiles.chosen();
        DataAccess access = DataAccess.of(profile, database, token);
        Duration timeout = Duration.ofSeconds(timeoutSeconds);
        LineWriter writer = new LineWriter(connections, profile, access.token(), timeout);
        long written = write(writer, access.database());
        terminal.info(
                "wrote "
                        + written
                        + (written == 1 ? " line" : " lines")
                        + " to database \""
                        + access.database()
                        + "\"");
        return ExitCode.SUCCESS.number();
    }

    private long write(LineWriter writer, String name) throws IOException, InterruptedException {
        if (InputArgument.isText(lines) && !lines.isBlank() && lines.indexOf(' ') < 0) {
            throw Problem.invalid(
                            "no_such_input",
                            "there is no file \""
                                    + lines
                                    + "\", nor is this line protocol, which has a space before the"
                                    + " fields")
                    .asException();
        }
        try (InputStream raw = InputArgument.open(lines, terminal);
                InputStream input = Gzip.opened(raw);
                ProgressLine line = new ProgressLine(terminal, ticker, true)) {
            Long size = InputArgument.size(lines);
            WriteProgress progress =
                    new WriteProgress(line, input instanceof GZIPInputStream ? null : size);
            return writer.write(name, precision, input, batchLines, progress);
        } catch (ZipException e) {
            throw new ProblemException(
                    Problem.invalid("broken_gzip", "the input is broken gzip: " + e.getMessage()),
                    e);
        }
    }

    private static void requirePositive(String flag, int value) {
        if (value < 1) {
            throw Problem.invalid("invalid_flag", flag + " is " + value + ", must be at least 1")
                    .asException();
        }
    }
}
