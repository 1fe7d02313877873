// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.Liveness;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `database undelete` (admin.md 0.3, C14): the name is looked up among the deleted ones.
@Command(
        name = "undelete",
        description = "Bring back the database of this name that was deleted last.")
final class DatabaseUndeleteCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(index = "0", paramLabel = "DATABASE_NAME", description = "The name that it had.")
    private String name = "";

    DatabaseUndeleteCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        String deed = "undelete database \"" + name + "\"";
        List<DatabaseBody> deleted =
                management.call(profile, deed, client -> client.listDatabases(Liveness.DELETED));
        DatabaseBody last =
                deleted.stream()
                        .filter(database -> database.name().equals(name))
                        .max(
                                Comparator.comparing(
                                        DatabaseBody::deletedAt,
                                        Comparator.nullsFirst(Comparator.naturalOrder())))
                        .orElseThrow(() ->
                                Problem.notFound(
                                                "database_not_found",
                                                "failed to "
                                                        + deed
                                                        + ": no deleted database has this name; see"
                                                        + " influxctl database list --filter-status"
                                                        + " deleted")
                                        .asException());
        DatabaseBody undeleted =
                management.call(profile, deed, client -> client.undeleteDatabase(last.id()));
        terminal.out().println("database \"" + undeleted.name() + "\" successfully undeleted");
        return ExitCode.SUCCESS.number();
    }
}
