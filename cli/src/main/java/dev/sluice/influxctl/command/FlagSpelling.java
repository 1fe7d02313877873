// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Lets every long flag be written with one dash too, as in `-format json` (admin.md 3.1).
final class FlagSpelling {
    private FlagSpelling() {}

    /// The arguments with a second dash where one was left out; only known flags are touched, and
    /// nothing after `--`.
    static String[] normal(CommandLine root, String... arguments) {
        Set<String> known = new HashSet<>();
        collect(root, known);
        String[] normal = arguments.clone();
        for (int i = 0; i < normal.length && !normal[i].equals("--"); i++) {
            int end = normal[i].indexOf('=');
            String flag = end < 0 ? normal[i] : normal[i].substring(0, end);
            if (flag.startsWith("-") && !flag.startsWith("--") && known.contains("-" + flag)) {
                normal[i] = "-" + normal[i];
            }
        }
        return normal;
    }

    private static void collect(CommandLine command, Set<String> known) {
        for (OptionSpec option : command.getCommandSpec().options()) {
            known.addAll(Set.of(option.names()));
        }
        command.getSubcommands().values().forEach(inner -> collect(inner, known));
    }
}
