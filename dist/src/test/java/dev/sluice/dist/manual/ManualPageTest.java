// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.manual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What a manual page says of a command.
final class ManualPageTest {
    private static final ManualPage.Heading HEADING =
            new ManualPage.Heading("2026-01-01", "sluice 9.8.7", "Sluice");
    private static final ManualPage.Appendix NOTHING = new ManualPage.Appendix("");

    @Test
    void saysWhatACommandTakes() {
        Golden.check("page.1", text(page("it", example())));
    }

    @Test
    void listsTheCommandsBelow() {
        CommandSpec group = CommandSpec.create().name("group");
        group.usageMessage().description("Gather commands.");
        group.addSubcommand("it", example());
        group.addSubcommand("help", CommandSpec.create());
        CommandSpec hidden = CommandSpec.create();
        hidden.usageMessage().hidden(true);
        group.addSubcommand("secret", hidden);

        List<ManualPage> pages = ManualPage.all(new CommandLine(group), HEADING, NOTHING);

        assertThat(pages).extracting(ManualPage::name).containsExactly("group", "group-it");
        assertThat(pages.getFirst().text())
                .contains(".SH \"COMMANDS\"\n.TP\n\\fBgroup\\-it\\fR(1)\n");
        assertThat(pages.getLast().text()).contains(".SH \"SEE ALSO\"\n\\fBgroup\\fR(1)\n");
    }

    @Test
    void lineThatLooksLikeACommandOfRoffIsText() {
        CommandSpec command = CommandSpec.create().name("it");
        command.usageMessage().description(".TH is not a title here, nor is \\fB bold.");

        assertThat(text(page("it", command)))
                .contains("\\&.TH is not a title here, nor is \\efB bold.\n");
    }

    private static CommandSpec example() {
        CommandSpec command = CommandSpec.create().name("it").aliases("that");
        command.usageMessage().description("Do it, 100%% of it.", "And ^this~ 'too'.");
        command.addOption(
                OptionSpec.builder("-n", "--number")
                        .type(int.class)
                        .paramLabel("N")
                        .defaultValue("3")
                        .description("How often (${DEFAULT-VALUE}).")
                        .build());
        command.addOption(
                OptionSpec.builder("--yes")
                        .type(boolean.class)
                        .description("No question.")
                        .build());
        command.addOption(
                OptionSpec.builder("--name")
                        .type(String.class)
                        .required(true)
                        .paramLabel("NAME")
                        .description("Whose.")
                        .build());
        command.addOption(OptionSpec.builder("--inner").type(boolean.class).hidden(true).build());
        command.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .paramLabel("FILE")
                        .arity("0..1")
                        .type(String.class)
                        .description("Where from.")
                        .build());
        return command;
    }

    private static ManualPage page(String name, CommandSpec command) {
        return ManualPage.all(new CommandLine(command.name(name)), HEADING, NOTHING).getFirst();
    }

    private static String text(ManualPage page) {
        return page.text();
    }
}
