// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.completion;

import java.util.LinkedHashSet;
import java.util.Set;

/// Completion for fish: a rule for each command and flag, each with the words that must stand
/// before it.
final class FishScript {
    private static final String PROGRAM = "influxctl";

    /// Prints the words of the line that name a command; flags and their values are passed over.
    private static final String WALK =
            """
            function __influxctl_path
                set -l path
                set -l passed 0
                for word in (commandline -opc)[2..-1]
                    if test $passed -eq 1
                        set passed 0
                    else if contains -- $word $__influxctl_valued
                        set passed 1
                    else if not string match -q -- '-*' $word
                        contains -- "$path $word" $__influxctl_paths
                        or contains -- "$path$word" $__influxctl_paths
                        or break
                        set path (string join ' ' $path $word)
                    end
                end
                echo -n "$path"
            end

            function __influxctl_at
                set -l path (__influxctl_path)
                test "$path" = "$argv"
            end

            """;

    private final StringBuilder text = new StringBuilder();
    private final Set<String> paths = new LinkedHashSet<>();
    private final Set<String> valued = new LinkedHashSet<>();

    private FishScript() {}

    static String of(CompletedCommand program) {
        FishScript script = new FishScript();
        script.rules(program);
        StringBuilder head = new StringBuilder();
        head.append("set -g __influxctl_paths");
        script.paths.forEach(path -> head.append(" \\\n    ").append(quoted(path)));
        head.append("\nset -g __influxctl_valued");
        script.valued.forEach(flag -> head.append(' ').append(flag));
        head.append("\n\n").append(WALK);
        head.append("complete -c ").append(PROGRAM).append(" -e\n");
        return head.append(script.text).toString();
    }

    private void rules(CompletedCommand command) {
        String path = String.join(" ", command.path());
        String condition = quoted("__influxctl_at " + path);
        if (!path.isEmpty()) {
            paths.add(path);
        }
        boolean files = command.commands().isEmpty() && command.takesArguments();
        if (!files) {
            text.append("complete -c ").append(PROGRAM).append(" -n ").append(condition);
            text.append(" -f\n");
        }
        for (CompletedFlag flag : command.flags()) {
            flag(condition, flag);
        }
        for (CompletedCommand below : command.commands()) {
            text.append("complete -c ").append(PROGRAM).append(" -n ").append(condition);
            text.append(" -f -a ").append(below.name());
            text.append(" -d ").append(quoted(below.description())).append('\n');
        }
        command.commands().forEach(this::rules);
    }

    private void flag(String condition, CompletedFlag flag) {
        text.append("complete -c ").append(PROGRAM).append(" -n ").append(condition);
        for (String name : flag.names()) {
            boolean isLong = name.startsWith("--");
            text.append(isLong ? " -l " : " -s ").append(name.substring(isLong ? 2 : 1));
            if (!flag.label().isEmpty()) {
                valued.add(name);
            }
        }
        if (!flag.choices().isEmpty()) {
            text.append(" -x -a ").append(quoted(String.join(" ", flag.choices())));
        } else if (!flag.label().isEmpty()) {
            text.append(" -r");
        }
        text.append(" -d ").append(quoted(flag.description())).append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
