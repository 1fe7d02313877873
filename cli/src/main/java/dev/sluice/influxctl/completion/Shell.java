// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.completion;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The shells that can be helped.
public enum Shell {
    /// GNU Bash.
    BASH("bash", "source <(influxctl completion bash)") {
        @Override
        public String script(CommandLine program) {
            offerChoices(program);
            return AutoComplete.bash(program.getCommandName(), program);
        }
    },
    /// Z shell.
    ZSH("zsh", "source <(influxctl completion zsh)") {
        @Override
        public String script(CommandLine program) {
            return ZshScript.of(CompletedCommand.of(program));
        }
    },
    /// fish.
    FISH("fish", "influxctl completion fish | source") {
        @Override
        public String script(CommandLine program) {
            return FishScript.of(CompletedCommand.of(program));
        }
    };

    private final String word;
    private final String use;

    Shell(String word, String use) {
        this.word = word;
        this.use = use;
    }

    /// The shell's name.
    public String word() {
        return word;
    }

    /// What to put into the shell's start-up file.
    public String use() {
        return use;
    }

    /// The script.
    ///
    /// @param program all commands; not to be run afterwards
    public abstract String script(CommandLine program);

    /// Tells the library's own generator which words a flag takes.
    private static void offerChoices(CommandLine program) {
        CommandSpec spec = program.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            List<String> choices = CompletedFlag.choices(option);
            if (!choices.isEmpty()) {
                spec.remove(option);
                spec.addOption(option.toBuilder().completionCandidates(choices).build());
            }
        }
        program.getSubcommands().values().forEach(Shell::offerChoices);
    }
}
