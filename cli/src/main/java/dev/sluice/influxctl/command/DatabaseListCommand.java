// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.Liveness;
import dev.sluice.influxctl.output.DurationText;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.MomentText;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import dev.sluice.influxctl.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

/// `database list` (admin.md 3.7).
@Command(name = "list", description = "List the databases.")
final class DatabaseListCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();

    @Option(
            names = "--filter-status",
            paramLabel = "active|deleted",
            defaultValue = "active",
            converter = Choices.StatusConverter.class,
            description = "Which to show (${DEFAULT-VALUE}).")
    private Liveness status = Liveness.ACTIVE;

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
                management.call(profile, "list databases", client -> client.listDatabases(status));
        switch (format.format()) {
            case TABLE -> terminal.show(table(databases, status.showsDeleted()));
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

    private static TextTable table(List<DatabaseBody> databases, boolean withDeletion) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.number("ID"));
        columns.add(Column.text("DATABASE NAME"));
        columns.add(Column.text("RETENTION PERIOD"));
        columns.add(Column.number("MAX TABLES"));
        columns.add(Column.number("MAX COLUMNS PER TABLE"));
        if (withDeletion) {
            columns.add(Column.text("DELETED AT"));
        }
        TextTable table = TextTable.of(columns);
        for (DatabaseBody database : databases) {
            List<String> cells = new ArrayList<>();
            cells.add(Long.toString(database.id()));
            cells.add(database.name());
            cells.add(DurationText.retention(database.retentionPeriodNanos()));
            cells.add(Integer.toString(database.maxTables()));
            cells.add(Integer.toString(database.maxColumnsPerTable()));
            if (withDeletion) {
                cells.add(MomentText.cell(database.deletedAt()));
            }
            table.add(cells.toArray(String[]::new));
        }
        return table;
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
        TableLayout.template(json, database.template());
        JsonOutput.moment(json, "deleted_at", database.deletedAt());
        json.writeEndObject();
    }
}
