// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Screen;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// How wide help is: as wide as the terminal, within reason. Only who shows help looks at the
/// terminal for it.
final class HelpWidth {
    /// What is easily read, and what a file gets.
    static final int WIDEST = 100;

    /// The library's own limit.
    private static final int NARROWEST = 55;

    private HelpWidth() {}

    static boolean showsHelp(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        Object last = commands.getLast().getCommand();
        return commands.stream().anyMatch(CommandLine::isUsageHelpRequested)
                || last instanceof RootCommand
                || last instanceof GroupCommand
                || last instanceof HelpCommand;
    }

    static void fit(CommandLine root, Screen screen) {
        if (screen.shows()) {
            CommandLine _ = root.setUsageHelpWidth(Math.clamp(screen.width(), NARROWEST, WIDEST));
        }
    }
}
