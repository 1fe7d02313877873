// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.MovingClock;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
    private final MovingClock clock = MovingClock.create();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void saysNothingOfWhatIsDoneSoon() throws InterruptedException {
        try (ProgressLine line = line(Screen.of(80, 24, false), true)) {
            clock.sleep(ProgressLine.QUIET.minusMillis(1));
            line.update(() -> "10 rows");
        }

        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void showsOneLineAndTakesItAway() throws InterruptedException {
        try (ProgressLine line = line(Screen.of(80, 24, false), true)) {
            clock.sleep(ProgressLine.QUIET);
            line.update(() -> "10 rows");
            line.update(() -> "too soon");
            clock.sleep(ProgressLine.PAUSE);
            line.update(() -> "20 rows");
        }

        assertThat(err.toString(UTF_8)).isEqualTo("\r\u001b[K10 rows\r\u001b[K20 rows\r\u001b[K");
    }

    @Test
    void isNoLongerThanTheTerminalIsWide() throws InterruptedException {
        try (ProgressLine line = line(Screen.of(20, 24, false), true)) {
            clock.sleep(ProgressLine.QUIET);
            line.update(() -> "123456789012345678901234567890");
        }

        assertThat(err.toString(UTF_8)).contains("K1234567890123456789\r");
    }

    @Test
    void saysNothingToAFileOrWhereItWouldDisturb() throws InterruptedException {
        for (ProgressLine line :
                new ProgressLine[] {
                    line(Screen.NONE, true), line(Screen.of(80, 24, false), false)
                }) {
            clock.sleep(Duration.ofMinutes(1));
            line.update(() -> "10 rows");
            line.close();
        }

        assertThat(err.toString(UTF_8)).isEmpty();
    }

    private ProgressLine line(Screen screen, boolean wanted) {
        PrintStream stream = new PrintStream(err, true, UTF_8);
        return new ProgressLine(
                new Terminal(InputStream.nullInputStream(), stream, stream, screen),
                clock::nanos,
                wanted);
    }
}
