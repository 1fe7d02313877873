// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.DatabaseBody;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `database rename` (admin.md 3.7): the id stays.
@Command(name = "rename", description = "Give a database another name.")
final class DatabaseRenameCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(index = "0", paramLabel = "CURRENT_DB_NAME", description = "Its name now.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "NEW_DB_NAME", description = "Its next name.")
    private String newName = "";

    DatabaseRenameCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        DatabaseBody renamed =
                management.call(
                        profile,
                        "rename database \"" + name + "\"",
                        client -> client.renameDatabase(name, newName));
        terminal.out()
                .println(
                        "database \""
                                + name
                                + "\" successfully renamed to \""
                                + renamed.name()
                                + "\"");
        return ExitCode.SUCCESS.number();
    }
}
