// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A word that only gathers commands: alone, it shows them.
@Command
final class GroupCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec spec;

    GroupCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = CommandSpec.create();
    }

    @Override
    public void run() {
        spec.commandLine().usage(terminal.out());
    }
}
