// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Which commands a command line has built.
final class LevelTest {
    private final List<String> built = new ArrayList<>();

    @Test
    void buildsOnlyWhatIsMentioned() {
        CommandLine root = build("--debug", "two", "--name", "x");

        assertThat(built).containsExactly("two");
        assertThat(root.getSubcommands()).containsOnlyKeys("two", "second");
    }

    @Test
    void knowsACommandByItsAlias() {
        build("second");

        assertThat(built).containsExactly("two");
    }

    @Test
    void buildsAllWhereNothingIsMentioned() {
        build("--debug");

        assertThat(built).containsExactly("one", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "h", "--help", "-help", "-h"})
    void buildsAllWhereHelpIsAskedFor(String help) {
        build("two", help);

        assertThat(built).containsExactly("one", "two");
    }

    @Test
    void refusesACommandThatIsEnteredUnderOtherNames() {
        Level level =
                new Level(new CommandLine(CommandSpec.create()), Mentioned.EVERYTHING)
                        .with(() -> command("one", "first"), "one");

        assertThatThrownBy(level::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("[one, first] is entered as [one]");
    }

    private CommandLine build(String... arguments) {
        return new Level(new CommandLine(CommandSpec.create()), Mentioned.in(arguments))
                .with(() -> command("one"), "one")
                .with(() -> command("two", "second"), "two", "second")
                .build();
    }

    private CommandLine command(String name, String... aliases) {
        built.add(name);
        return new CommandLine(CommandSpec.create().name(name).aliases(aliases));
    }
}
