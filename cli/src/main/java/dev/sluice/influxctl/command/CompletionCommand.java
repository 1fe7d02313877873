// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.completion.Shell;
import dev.sluice.influxctl.output.Terminal;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `completion bash`, `zsh`, `fish`: prints the script of one shell.
@Command
final class CompletionCommand implements Runnable {
    private final Terminal terminal;
    private final Shell shell;
    private final Supplier<CommandLine> program;

    private CompletionCommand(Terminal terminal, Shell shell, Supplier<CommandLine> program) {
        this.terminal = terminal;
        this.shell = shell;
        this.program = program;
    }

    /// The command of one shell.
    ///
    /// @param program gives all commands
    static CommandLine line(Terminal terminal, Shell shell, Supplier<CommandLine> program) {
        CommandLine line = new CommandLine(new CompletionCommand(terminal, shell, program));
        line.getCommandSpec()
                .usageMessage()
                .description("Print the script for " + shell.word() + ".")
                .footer("", "Put this into the start-up file of your shell:", "  " + shell.use());
        return line;
    }

    @Override
    public void run() {
        terminal.out().print(shell.script(program.get()));
        terminal.out().flush();
    }
}
