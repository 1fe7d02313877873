// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ClusterBody;
import dev.sluice.api.ManagementClient;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.output.TextTable;
import dev.sluice.influxctl.output.TextTable.Column;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/// `cluster get` (admin.md 3.7): the one cluster that there is, named by its id.
@Command(name = "get", description = "Show the cluster.")
final class ClusterGetCommand implements Callable<Integer> {
    @Mixin private final FormatOption format = new FormatOption();
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(paramLabel = "CLUSTER_ID", description = "The cluster's id.")
    private String idText = "";

    ClusterGetCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        UUID id = TokenIds.parseCluster(idText);
        Profile profile = profiles.chosen();
        ClusterBody cluster =
                management.call(profile, "get cluster " + id, ManagementClient::getCluster);
        UUID actual = cluster.ids().clusterId();
        if (!actual.equals(id)) {
            throw Problem.notFound(
                            "other_cluster",
                            "failed to get cluster "
                                    + id
                                    + ": not found; the profile \""
                                    + profile.name()
                                    + "\" leads to cluster "
                                    + actual)
                    .asException();
        }
        switch (format.format()) {
            case TABLE -> terminal.show(table(cluster));
            case JSON -> JsonOutput.write(terminal.out(), json -> write(json, cluster));
        }
        return ExitCode.SUCCESS.number();
    }

    private static TextTable table(ClusterBody cluster) {
        TextTable table =
                TextTable.of(
                        List.of(
                                Column.text("ID"),
                                Column.text("NAME"),
                                Column.text("STATE"),
                                Column.text("URL")));
        table.add(
                cluster.ids().clusterId().toString(),
                cluster.name(),
                cluster.state(),
                cluster.url());
        return table;
    }

    private static void write(JsonGenerator json, ClusterBody cluster) {
        json.writeStartObject();
        json.writeStringProperty("account_id", cluster.ids().accountId().toString());
        json.writeStringProperty("cluster_id", cluster.ids().clusterId().toString());
        json.writeStringProperty("name", cluster.name());
        json.writeStringProperty("url", cluster.url());
        json.writeStringProperty("state", cluster.state());
        JsonOutput.moment(json, "created_at", cluster.createdAt());
        json.writeEndObject();
    }
}
