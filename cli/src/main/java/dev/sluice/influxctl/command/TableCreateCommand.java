// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.NewTable;
import dev.sluice.api.TableBody;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `table create` (admin.md 3.7).
@Command(name = "create", description = "Create a table, with a partition template if need be.")
final class TableCreateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(index = "0", paramLabel = "DATABASE_NAME", description = "The database.")
    private String database = "";

    @Parameters(index = "1", paramLabel = "TABLE_NAME", description = "Name of the new table.")
    private String name = "";

    @Mixin private final TemplateOptions template = new TemplateOptions();

    TableCreateCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> warnings = new ArrayList<>();
        NewTable request = new NewTable(name, template.template(warnings));
        warnings.forEach(terminal::warn);
        Profile profile = profiles.chosen();
        TableBody created =
                management.call(
                        profile,
                        "create table \"" + name + "\"",
                        client -> client.createTable(database, request));
        terminal.out().println("table \"" + created.name() + "\" successfully created");
        return ExitCode.SUCCESS.number();
    }
}
