// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ManagementClient;
import dev.sluice.influxctl.output.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `database delete` (admin.md 3.7).
@Command(name = "delete", description = "Delete databases; undelete brings them back.")
final class DatabaseDeleteCommand implements Callable<Integer> {
    private static final Deeds.Words WORDS = Deeds.Words.named("delete", "deleted", "database");

    private final Terminal terminal;
    private final Deeds deeds;

    @Parameters(paramLabel = "DATABASE_NAME", arity = "1..*", description = "The databases.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--force", description = "Do not ask.")
    private boolean force;

    DatabaseDeleteCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.deeds = new Deeds(terminal, profiles, management);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!force) {
            terminal.warn(
                    "wait 2 to 3 minutes before you write to a new database of the same name");
            terminal.warn("tokens for this name will open a new database of the same name, too");
        }
        return deeds.run(WORDS, new LinkedHashSet<>(names), force, ManagementClient::deleteDatabase)
                .number();
    }
}
