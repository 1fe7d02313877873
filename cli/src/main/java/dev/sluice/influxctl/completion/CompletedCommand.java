// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A command as scripts need it.
///
/// @param path the words that lead to it, without the program's own name
/// @param description in one line
/// @param flags in the order of the help
/// @param commands below it, by all their names
/// @param takesArguments whether anything else may follow
record CompletedCommand(
        List<String> path,
        String description,
        List<CompletedFlag> flags,
        List<CompletedCommand> commands,
        boolean takesArguments) {

    CompletedCommand {
        path = List.copyOf(path);
        flags = List.copyOf(flags);
        commands = List.copyOf(commands);
    }

    static CompletedCommand of(CommandLine program) {
        return of(program, List.of());
    }

    /// The last word of the path.
    String name() {
        return path.getLast();
    }

    private static CompletedCommand of(CommandLine command, List<String> path) {
        CommandSpec spec = command.getCommandSpec();
        List<CompletedCommand> commands = new ArrayList<>();
        for (Map.Entry<String, CommandLine> below : command.getSubcommands().entrySet()) {
            if (!below.getValue().getCommandSpec().usageMessage().hidden()) {
                List<String> longer = new ArrayList<>(path);
                longer.add(below.getKey());
                commands.add(of(below.getValue(), longer));
            }
        }
        String[] description = spec.usageMessage().description();
        return new CompletedCommand(
                path,
                description.length == 0 ? "" : description[0],
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .map(CompletedFlag::of)
                        .toList(),
                commands,
                !spec.positionalParameters().isEmpty());
    }
}
