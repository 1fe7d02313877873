// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.model.Problem;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `help`, `h`: the help of whatever command follows (admin.md 3.2).
@Command(name = "help", aliases = "h", description = "Show the help of a command.")
final class HelpCommand implements Runnable {
    private final Terminal terminal;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, word by word.")
    private List<String> words = new ArrayList<>();

    HelpCommand(Terminal terminal) {
        this.terminal = terminal;
        this.spec = CommandSpec.create();
    }

    @Override
    public void run() {
        CommandLine command = spec.commandLine().getParent();
        for (String word : words) {
            command = command.getSubcommands().get(word);
            if (command == null) {
                throw Problem.invalid("unknown_command", "unknown command \"" + word + "\"")
                        .asException();
            }
        }
        command.usage(terminal.out());
    }
}
