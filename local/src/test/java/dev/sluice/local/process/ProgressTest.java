// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream talk = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void printsOneLineAStepInAPipe() {
        try (var progress = new Progress(talk, false)) {
            progress.step("sowing");
            progress.step("reaping");
            progress.done();
        }

        assertThat(text()).isEqualTo("sowing%nreaping%n".formatted());
    }

    @Test
    void leavesOneLineAStepOnATerminal() {
        try (var progress = new Progress(talk, true)) {
            progress.step("sowing");
            progress.step("reaping");
            progress.done();
        }

        assertThat(Pattern.compile(System.lineSeparator()).splitAsStream(text()))
                .map(ProgressTest::asSeen)
                .containsExactly("sowing (0 s)", "reaping (0 s)");
    }

    @Test
    void leavesNothingOfAStepThatFailedOnATerminal() {
        try (var progress = new Progress(talk, true)) {
            progress.step("sowing");
        }

        assertThat(asSeen(text())).isEmpty();
    }

    /// What stands in a line after everything that was overwritten.
    private static String asSeen(String line) {
        return line.substring(line.lastIndexOf("\u001b[K") + 3);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
