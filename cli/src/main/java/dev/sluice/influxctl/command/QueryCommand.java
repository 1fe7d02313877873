// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.query.FlightQuery;
import dev.sluice.influxctl.query.JsonLayout;
import dev.sluice.influxctl.query.Language;
import dev.sluice.influxctl.query.ResultLayout;
import dev.sluice.influxctl.query.TableLayout;
import dev.sluice.influxctl.query.TimeFormat;
import dev.sluice.model.Problem;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `query` (admin.md 3.7).
@Command(name = "query", description = "Query a database.")
final class QueryCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
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
            names = "--time-format",
            paramLabel = "rfc3339nano|unixnano",
            defaultValue = "rfc3339nano",
            converter = Choices.TimeFormatConverter.class,
            description = "How tables show times (${DEFAULT-VALUE}).")
    private TimeFormat timeFormat = TimeFormat.RFC3339NANO;

    QueryCommand(
            Terminal terminal,
            GlobalOptions options,
            ProfileSource profiles,
            ClusterConnections connections) {
        this.terminal = terminal;
        this.options = options;
        this.profiles = profiles;
        this.connections = connections;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Profile profile = profiles.chosen();
        DataAccess access = DataAccess.of(profile, database, token);
        String statement = InputArgument.text(query, terminal);
        if (statement.isEmpty()) {
            throw Problem.invalid("empty_query", "the query is empty").asException();
        }
        ResultLayout layout =
                switch (format.format()) {
                    case TABLE -> new TableLayout(terminal, timeFormat);
                    case JSON -> new JsonLayout(terminal.out());
                };
        new FlightQuery(connections, profile, access.token(), options.timeout())
                .run(access.database(), statement, language, layout);
        return ExitCode.SUCCESS.number();
    }
}
