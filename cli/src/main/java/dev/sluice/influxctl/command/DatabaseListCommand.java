// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.ManagementClient;
import dev.sluice.influxctl.output.DurationText;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import dev.sluice.influxctl.profile.Profile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.core.JsonGenerator;

/// `database list` (admin.md 3.7).
@Command(name = "list", description = "List the databases.")
final class DatabaseListCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    DatabaseListCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        List<DatabaseBody> databases =
                management.call(profile, "list databases", ManagementClient::listDatabases);
        switch (format.format()) {
            case TABLE -> terminal.out().print(table(databases));
            case JSON ->
                    JsonOutput.write(
                            terminal.out(),
                            json -> {
                                json.writeStartArray();
                                databases.forEach(database -> write(json, profile, database));
                                json.writeEndArray();
                            });
        }
        return ExitCode.SUCCESS.number();
    }

    private static String table(List<DatabaseBody> databases) {
        TextTable table =
                TextTable.of(
                        List.of(
                                Column.number("ID"),
                                Column.text("DATABASE NAME"),
                                Column.text("RETENTION PERIOD"),
                                Column.number("MAX TABLES"),
                                Column.number("MAX COLUMNS PER TABLE")));
        for (DatabaseBody database : databases) {
            table.add(
                    Long.toString(database.id()),
                    database.name(),
                    DurationText.retention(database.retentionPeriodNanos()),
                    Integer.toString(database.maxTables()),
                    Integer.toString(database.maxColumnsPerTable()));
        }
        return table.text();
    }

    private static void write(JsonGenerator json, Profile profile, DatabaseBody database) {
        json.writeStartObject();
        JsonOutput.text(json, "account_id", profile.accountId());
        JsonOutput.text(json, "cluster_id", profile.clusterId());
        json.writeNumberProperty("id", database.id());
        json.writeStringProperty("database_name", database.name());
        json.writeNumberProperty("retention_period_ns", database.retentionPeriodNanos());
        json.writeNumberProperty("max_tables", database.maxTables());
        json.writeNumberProperty("max_columns_per_table", database.maxColumnsPerTable());
        json.writeEndObject();
    }
}
