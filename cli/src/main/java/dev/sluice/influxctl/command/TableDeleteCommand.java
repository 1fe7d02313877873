// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `table delete` (admin.md 3.7).
@Command(name = "delete", description = "Delete a table; undelete brings it back.")
final class TableDeleteCommand implements Callable<Integer> {
    private static final Deeds.Words WORDS = Deeds.Words.named("delete", "deleted", "table");

    private final Terminal terminal;
    private final Deeds deeds;

    @Parameters(index = "0", paramLabel = "DATABASE_NAME", description = "The database.")
    private String database = "";

    @Parameters(index = "1", paramLabel = "TABLE_NAME", description = "The table.")
    private String name = "";

    @Option(names = "--force", hidden = true, description = "Do not ask.")
    private boolean force;

    TableDeleteCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.deeds = new Deeds(terminal, profiles, management);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!force) {
            terminal.warn("whoever still writes to the table makes a new one of the same name");
        }
        return deeds.run(
                        WORDS,
                        List.of(name),
                        force,
                        (client, table) -> client.deleteTable(database, table))
                .number();
    }
}
