// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Talk on standard error (admin.md 3.2).
final class TerminalTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void putsTheLevelATabAndTheMessageOnALine() {
        terminal("").warn("look out");

        assertThat(err.toString(UTF_8)).isEqualTo("warn\tlook out\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void tellsWhatItIsAskedToTell() {
        Terminal terminal = terminal("");
        terminal.debug("not asked for");
        terminal.trace("not asked for");
        terminal.verbosity().choose(true, false);
        terminal.debug("one");
        terminal.trace("not asked for");
        terminal.verbosity().choose(false, true);
        terminal.debug("two");
        terminal.trace("three");

        assertThat(err.toString(UTF_8)).isEqualTo("debug\tone\ndebug\ttwo\ndebug\tthree\n");
    }

    @Test
    void letsNoMessagePretendToBeTwo() {
        terminal("").error("first\nerror\tsecond\u001b[1A");

        assertThat(err.toString(UTF_8)).isEqualTo("error\tfirst\n\terror\\tsecond\\u001b[1A\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Y", "yes\n", " YES \nmore"})
    @Conforms("A-113")
    void takesAYes(String answer) {
        assertThat(terminal(answer).confirm("Sure?")).isTrue();
        assertThat(err.toString(UTF_8)).isEqualTo("Sure? [y/N]: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "n\n", "yep\n", "no\ny\n"})
    @Conforms("A-113")
    void takesEverythingElseForANo(String answer) {
        assertThat(terminal(answer).confirm("Sure?")).isFalse();
    }

    private Terminal terminal(String input) {
        return new Terminal(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }
}
