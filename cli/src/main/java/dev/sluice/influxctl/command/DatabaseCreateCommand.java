// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.NewDatabase;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `database create` (admin.md 3.7): always sends all three limits.
@Command(name = "create", description = "Create a database.")
final class DatabaseCreateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(paramLabel = "DATABASE_NAME", description = "Name of the new database.")
    private String name = "";

    @Option(
            names = "--retention-period",
            paramLabel = "DURATION",
            defaultValue = "0s",
            converter = Choices.RetentionConverter.class,
            description = "How long points stay, such as 30d; 0s is for ever (${DEFAULT-VALUE}).")
    private long retentionNanos;

    @Option(
            names = "--max-tables",
            paramLabel = "N",
            defaultValue = "500",
            description = "Limit of tables; 0 is the default (${DEFAULT-VALUE}).")
    private int maxTables;

    @Option(
            names = "--max-columns",
            paramLabel = "N",
            defaultValue = "250",
            description = "Limit of columns in a table; 0 is the default (${DEFAULT-VALUE}).")
    private int maxColumns;

    @Mixin private final TemplateOptions template = new TemplateOptions();

    DatabaseCreateCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        DatabaseDefaults.warnOfShortRetention(terminal, retentionNanos);
        List<String> warnings = new ArrayList<>();
        NewDatabase request =
                new NewDatabase(
                        name,
                        maxTables == 0 ? DatabaseDefaults.MAX_TABLES : maxTables,
                        maxColumns == 0 ? DatabaseDefaults.MAX_COLUMNS : maxColumns,
                        retentionNanos,
                        template.template(warnings));
        warnings.forEach(terminal::warn);
        Profile profile = profiles.chosen();
        DatabaseBody created =
                management.call(
                        profile,
                        "create database \"" + name + "\"",
                        client -> client.createDatabase(request));
        terminal.out().println("database \"" + created.name() + "\" successfully created");
        return ExitCode.SUCCESS.number();
    }
}
