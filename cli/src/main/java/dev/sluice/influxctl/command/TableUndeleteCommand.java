// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.TableBody;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `table undelete` (admin.md 3.7).
@Command(
        name = "undelete",
        description =
                "Bring back a deleted table; table list --filter-status deleted shows its id.")
final class TableUndeleteCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(index = "0", paramLabel = "DATABASE_NAME", description = "The database.")
    private String database = "";

    @Parameters(index = "1", paramLabel = "TABLE_ID", description = "The table's id.")
    private long id;

    TableUndeleteCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        TableBody undeleted =
                management.call(
                        profile,
                        "undelete table " + id,
                        client -> client.undeleteTable(database, id));
        terminal.out().println("table \"" + undeleted.name() + "\" successfully undeleted");
        return ExitCode.SUCCESS.number();
    }
}
