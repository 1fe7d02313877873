// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `influxctl` itself: the global flags, and the list of commands when none is named.
@Command(name = "influxctl", description = "Manage a cluster, its databases and tokens.")
final class RootCommand implements Runnable {
    @Mixin private final GlobalOptions options;
    private final Terminal terminal;

    @Spec private CommandSpec spec;

    RootCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.spec = CommandSpec.create();
    }

    @Override
    public void run() {
        spec.commandLine().usage(terminal.out());
    }

    GlobalOptions options() {
        return options;
    }
}
