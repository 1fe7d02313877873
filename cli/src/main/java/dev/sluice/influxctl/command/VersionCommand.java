// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import picocli.CommandLine.Command;

/// `version`: without configuration, without network.
@Command(name = VersionCommand.NAME, description = "Show the version.")
final class VersionCommand implements Runnable {
    static final String NAME = "version";

    private final Terminal terminal;
    private final ProgramVersion version;

    VersionCommand(Terminal terminal, ProgramVersion version) {
        this.terminal = terminal;
        this.version = version;
    }

    @Override
    public void run() {
        terminal.out()
                .println(
                        "influxctl "
                                + version.number()
                                + " ("
                                + version.system()
                                + "/"
                                + version.architecture()
                                + ")");
    }
}
