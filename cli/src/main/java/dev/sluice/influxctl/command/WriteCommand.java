// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.write.LineWriter;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `write` (admin.md 3.7). Its own `--timeout` counts in seconds.
@Command(name = "write", description = "Write line protocol to a database.")
final class WriteCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ClusterConnections connections;

    @Parameters(
            paramLabel = "LINE_PROTOCOL",
            description = "Line protocol, a file that holds it, or -.")
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

    WriteCommand(Terminal terminal, ProfileSource profiles, ClusterConnections connections) {
        this.terminal = terminal;
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
        try (InputStream input = InputArgument.open(lines, terminal)) {
            long written = writer.write(access.database(), precision, input, batchLines);
            terminal.info(
                    "wrote "
                            + written
                            + (written == 1 ? " line" : " lines")
                            + " to database \""
                            + access.database()
                            + "\"");
        }
        return ExitCode.SUCCESS.number();
    }

    private static void requirePositive(String flag, int value) {
        if (value < 1) {
            throw Problem.invalid("invalid_flag", flag + " is " + value + ", must be at least 1")
                    .asException();
        }
    }
}
