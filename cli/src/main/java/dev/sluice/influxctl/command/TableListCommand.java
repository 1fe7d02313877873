// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.Liveness;
import dev.sluice.api.TableBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `table list` (admin.md 3.7).
@Command(name = "list", description = "List the tables of a database.")
final class TableListCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(index = "0", paramLabel = "DATABASE_NAME", description = "The database.")
    private String database = "";

    @Mixin private final FormatOption format = new FormatOption();

    @Option(
            names = "--filter-status",
            paramLabel = "active|deleted",
            defaultValue = "active",
            converter = Choices.StatusConverter.class,
            description = "Which to show (${DEFAULT-VALUE}).")
    private Liveness status = Liveness.ACTIVE;

    TableListCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        List<TableBody> tables =
                management.call(
                        profile,
                        "list tables of \"" + database + "\"",
                        client -> client.listTables(database, status));
        switch (format.format()) {
            case TABLE -> terminal.show(TableLayout.list(tables, status.showsDeleted()));
            case JSON ->
                    JsonOutput.write(
                            terminal.out(),
                            json -> {
                                json.writeStartArray();
                                for (TableBody table : tables) {
                                    json.writeStartObject();
                                    TableLayout.members(json, profile, table);
                                    json.writeEndObject();
                                }
                                json.writeEndArray();
                            });
        }
        return ExitCode.SUCCESS.number();
    }
}
