// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.TableBody;
import dev.sluice.influxctl.output.JsonOutput;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `table rename` (admin.md 3.7): the id stays.
@Command(name = "rename", description = "Give a table another name; the old one goes on working.")
final class TableRenameCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final ManagementCalls management;

    @Parameters(index = "0", paramLabel = "DATABASE_NAME", description = "The database.")
    private String database = "";

    @Parameters(index = "1", paramLabel = "CURRENT_TABLE_NAME", description = "Its name now.")
    private String name = "";

    @Parameters(index = "2", paramLabel = "NEW_TABLE_NAME", description = "Its next name.")
    private String newName = "";

    @Mixin private final FormatOption format = new FormatOption();

    TableRenameCommand(Terminal terminal, ProfileSource profiles, ManagementCalls management) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.management = management;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        TableBody renamed =
                management.call(
                        profile,
                        "rename table \"" + name + "\"",
                        client -> client.renameTable(database, name, newName));
        switch (format.format()) {
            case TABLE ->
                    terminal.out()
                            .println(
                                    "table \""
                                            + name
                                            + "\" successfully renamed to \""
                                            + renamed.name()
                                            + "\"");
            case JSON ->
                    JsonOutput.write(
                            terminal.out(),
                            json -> {
                                json.writeStartObject();
                                TableLayout.members(json, profile, renamed);
                                json.writeEndObject();
                            });
        }
        return ExitCode.SUCCESS.number();
    }
}
