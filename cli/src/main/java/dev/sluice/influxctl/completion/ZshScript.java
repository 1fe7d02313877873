// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.completion;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// Completion for the Z shell: a function for each command, which hands the rest of the line to the
/// next one.
final class ZshScript {
    private static final String PROGRAM = "influxctl";

    private final StringBuilder text = new StringBuilder();

    private ZshScript() {}

    static String of(CompletedCommand program) {
        ZshScript script = new ZshScript();
        script.text.append("#compdef ").append(PROGRAM).append("\n\n");
        script.function(program);
        script.text
                .append("if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n  _")
                .append(PROGRAM)
                .append(" \"$@\"\nelse\n  compdef _")
                .append(PROGRAM)
                .append(' ')
                .append(PROGRAM)
                .append("\nfi\n");
        return script.text.toString();
    }

    private void function(CompletedCommand command) {
        text.append(name(command)).append("() {\n");
        if (command.commands().isEmpty()) {
            leaf(command);
        } else {
            branch(command);
        }
        text.append("}\n\n");
        command.commands().forEach(this::function);
    }

    private void leaf(CompletedCommand command) {
        text.append("  _arguments -S");
        flags(command);
        text.append(command.takesArguments() ? " \\\n    '*:argument:_files'\n" : "\n");
    }

    private void branch(CompletedCommand command) {
        text.append("  local line state\n  _arguments -C");
        flags(command);
        text.append(" \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n");
        text.append("  case $state in\n    command)\n      local -a commands=(\n");
        for (CompletedCommand below : command.commands()) {
            text.append("        ")
                    .append(quoted(below.name() + ":" + below.description()))
                    .append('\n');
        }
        text.append("      )\n      _describe command commands\n      ;;\n");
        text.append("    argument)\n      case $line[1] in\n");
        for (CompletedCommand below : command.commands()) {
            text.append("        ").append(below.name()).append(") ");
            text.append(name(below)).append(" ;;\n");
        }
        text.append("      esac\n      ;;\n  esac\n");
    }

    private void flags(CompletedCommand command) {
        for (CompletedFlag flag : command.flags()) {
            for (String name : flag.names()) {
                text.append(" \\\n    ").append(quoted(flag(flag, name)));
            }
        }
    }

    /// One line of `_arguments`: exclusions, name, description, value.
    private static String flag(CompletedFlag flag, String name) {
        List<String> others = flag.repeatable() ? List.of() : flag.names();
        String exclusions = others.size() > 1 ? "(" + String.join(" ", others) + ")" : "";
        String value = "";
        if (!flag.label().isEmpty()) {
            String action =
                    flag.choices().isEmpty()
                            ? "_files"
                            : "(" + String.join(" ", flag.choices()) + ")";
            value = ":" + escaped(flag.label()) + ":" + action;
        }
        return exclusions
                + (flag.repeatable() ? "*" : "")
                + name
                + (flag.label().isEmpty() ? "" : "=")
                + "["
                + escaped(flag.description())
                + "]"
                + value;
    }

    private static String name(CompletedCommand command) {
        String words = command.path().stream().map(word -> "_" + word).collect(joining());
        return "_" + PROGRAM + words;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(":", "\\:")
                .replace("[", "\\[")
                .replace("]", "\\]");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
