// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.DatabaseUpdate;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `database update` (admin.md 3.7): sends only what was given.
@Command(name = "update", description = "Change limits of a database.")
final class DatabaseUpdateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(index = "0", paramLabel = "DATABASE_NAME", description = "The database.")
    private String name = "";

    @Option(
            names = "--retention-period",
            paramLabel = "DURATION",
            converter = Choices.RetentionConverter.class,
            description = "How long points stay, such as 30d; 0s is for ever.")
    private @Nullable Long retentionNanos;

    @Option(
            names = "--max-tables",
            paramLabel = "N",
            description = "Limit of tables; 0 is the default.")
    private @Nullable Integer maxTables;

    @Option(
            names = "--max-columns",
            paramLabel = "N",
            description = "Limit of columns in a new table; 0 is the default.")
    private @Nullable Integer maxColumns;

    DatabaseUpdateCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        DatabaseUpdate update =
                new DatabaseUpdate(
                        DatabaseDefaults.tables(maxTables),
                        DatabaseDefaults.columns(maxColumns),
                        retentionNanos);
        if (update.equals(new DatabaseUpdate(null, null, null))) {
            throw Problem.invalid(
                            "nothing_to_update",
                            "give --retention-period, --max-tables or --max-columns")
                    .asException();
        }
        DatabaseDefaults.warnOfShortRetention(terminal, retentionNanos);
        Profile profile = profiles.chosen();
        DatabaseBody updated =
                management.call(
                        profile,
                        "update database \"" + name + "\"",
                        client -> client.updateDatabase(name, update));
        terminal.out().println("database \"" + updated.name() + "\" successfully updated");
        return ExitCode.SUCCESS.number();
    }
}
