// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.output.Format;
import dev.sluice.influxctl.output.ProgressLine;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.query.ChartLayout;
import dev.sluice.influxctl.query.FlightQuery;
import dev.sluice.influxctl.query.JsonLayout;
import dev.sluice.influxctl.query.Language;
import dev.sluice.influxctl.query.PerformanceLayout;
import dev.sluice.influxctl.query.ProgressLayout;
import dev.sluice.influxctl.query.ResultFormat;
import dev.sluice.influxctl.query.ResultLayout;
import dev.sluice.influxctl.query.TableLayout;
import dev.sluice.influxctl.query.TimeFormat;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `query` (admin.md 3.7).
@Command(name = "query", description = "Query a database.")
final class QueryCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final LongSupplier ticker;
    private final GlobalOptions options;
    private final ProfileSource profiles;
    private final ClusterConnections connections;

    @Parameters(paramLabel = "QUERY", description = "The query, a file that holds it, or -.")
    private String query = "";

    @Option(names = "--database", paramLabel = "NAME", description = "The database to query.")
    private @Nullable String database;

    @Option(names = "--token", paramLabel = "TOKEN", description = "A database token.")
    private @Nullable String token;

    @Option(
            names = "--language",
            paramLabel = "sql|influxql",
            defaultValue = "sql",
            converter = Choices.LanguageConverter.class,
            description = "The query's language (${DEFAULT-VALUE}).")
    private Language language = Language.SQL;

    @Option(
            names = "--format",
            paramLabel = "table|json|chart",
            defaultValue = "table",
            converter = Choices.ResultFormatConverter.class,
            description = "Output format (${DEFAULT-VALUE}); chart draws numbers over time.")
    private ResultFormat format = ResultFormat.TABLE;

    @Option(
            names = "--enable-system-tables",
            description = "Let the query read system tables; asks first, unless it comes from -.")
    private boolean systemTables;

    @Option(names = "--perf-debug", description = "Show what the query cost in place of its rows.")
    private boolean measured;

    @Option(
            names = "--time-format",
            paramLabel = "rfc3339nano|unixnano",
            defaultValue = "rfc3339nano",
            converter = Choices.TimeFormatConverter.class,
            description = "How tables show times (${DEFAULT-VALUE}).")
    private TimeFormat timeFormat = TimeFormat.RFC3339NANO;

    QueryCommand(
            Terminal terminal,
            LongSupplier ticker,
            GlobalOptions options,
            ProfileSource profiles,
            ClusterConnections connections) {
        this.terminal = terminal;
        this.ticker = ticker;
        this.options = options;
        this.profiles = profiles;
        this.connections = connections;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Profile profile = profiles.chosen();
        DataAccess access = DataAccess.of(profile, database, token);
        confirmSystemTables();
        String statement = InputArgument.text(query, terminal);
        if (statement.isEmpty()) {
            throw Problem.invalid("empty_query", "the query is empty").asException();
        }
        FlightQuery flight =
                new FlightQuery(
                        connections, profile, access.token(), options.timeout(), systemTables);
        if (measured) {
            PerformanceLayout figures = new PerformanceLayout(terminal, figuresFormat());
            flight.measure(access.database(), statement, language, figures, ticker);
        } else {
            show(flight, access.database(), statement);
        }
        return ExitCode.SUCCESS.number();
    }

    private void show(FlightQuery flight, String name, String statement)
            throws InterruptedException {
        ResultLayout layout =
                switch (format) {
                    case TABLE -> new TableLayout(terminal, timeFormat);
                    case JSON -> new JsonLayout(terminal.out());
                    case CHART -> new ChartLayout(terminal);
                };
        // JSON appears as it comes; a line between would disturb it.
        boolean wanted = format != ResultFormat.JSON || !terminal.screen().shows();
        try (ProgressLine line = new ProgressLine(terminal, ticker, wanted)) {
            flight.run(name, statement, language, new ProgressLayout(layout, line));
        }
    }

    /// System tables are read on every node, so that a careless query is felt by all (admin.md
    /// 3.7). Whoever pipes the query in has no way to answer.
    private void confirmSystemTables() {
        if (systemTables
                && !query.equals("-")
                && !terminal.confirm(
                        "Queries of system tables can slow the whole cluster down. Are you sure you"
                                + " want to run this one?")) {
            throw Problem.invalid("declined", "the query was not run").asException();
        }
    }

    private Format figuresFormat() {
        return switch (format) {
            case TABLE -> Format.TABLE;
            case JSON -> Format.JSON;
            case CHART ->
                    throw Problem.invalid(
                                    "figures_are_no_chart",
                                    "--perf-debug shows figures, of which there is no chart; use"
                                            + " --format table or json")
                            .asException();
        };
    }
}
