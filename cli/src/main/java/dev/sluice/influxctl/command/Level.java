// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/// A command and what may follow it, of which only what the command line mentions is built; all of
/// it where nothing is mentioned.
///
/// So a level never looks empty, and a tree that was built for some arguments reads them as the
/// whole tree does, or refuses them, or ends at a level that only shows what may follow. In the
/// latter two cases [CommandTree] asks the whole tree.
final class Level {
    private final CommandLine command;
    private final Mentioned mentioned;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Set<String> names, Supplier<CommandLine> build) {}

    /// @param command stands above
    /// @param mentioned what to build
    Level(CommandLine command, Mentioned mentioned) {
        this.command = command;
        this.mentioned = mentioned;
    }

    /// One more command below.
    ///
    /// @param names its name and its aliases
    Level with(Supplier<CommandLine> build, String... names) {
        entries.add(new Entry(new LinkedHashSet<>(List.of(names)), build));
        return this;
    }

    /// One more command below, by the object that its arguments are put into.
    ///
    /// @param names its name and its aliases
    Level leaf(Supplier<Object> command, String... names) {
        return with(() -> new CommandLine(command.get()), names);
    }

    /// The command, with those below that may be meant.
    ///
    /// @throws IllegalStateException when a command is entered under other names than it has
    CommandLine build() {
        List<Entry> meant = entries.stream().filter(this::isMeant).toList();
        for (Entry entry : meant.isEmpty() ? entries : meant) {
            CommandLine below = entry.build.get();
            String name = entry.names.iterator().next();
            command.addSubcommand(name, below);
            Set<String> own = below.getCommandSpec().names();
            if (!own.equals(entry.names)) {
                throw new IllegalStateException(own + " is entered as " + entry.names);
            }
        }
        return command;
    }

    private boolean isMeant(Entry entry) {
        return mentioned.everything() || entry.names.stream().anyMatch(mentioned.words()::contains);
    }
}
