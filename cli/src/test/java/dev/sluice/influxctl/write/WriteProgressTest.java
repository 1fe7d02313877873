// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.influxctl.output.ProgressLine;
import dev.sluice.influxctl.output.Screen;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.testkit.MovingClock;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WriteProgressTest {
    private final MovingClock clock = MovingClock.create();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void drawsABarWhereTheSizeIsKnown() {
        assertThat(after(new LineBatch(new byte[500], 1, 1_000), 1_000L))
                .contains("[===============               ] 50 %, 1,000 lines written");
    }

    @Test
    void countsLinesWhereItIsNot() {
        assertThat(after(new LineBatch(new byte[500], 1, 1_000), null))
                .contains("K1,000 lines written")
                .doesNotContain("%");
    }

    @Test
    void isNeverOverTheEnd() {
        assertThat(after(new LineBatch(new byte[500], 1, 1), 100L)).contains("] 100 %, 1 lines");
    }

    private String after(LineBatch batch, @Nullable Long totalBytes) {
        PrintStream stream = new PrintStream(err, true, UTF_8);
        Terminal terminal =
                new Terminal(
                        InputStream.nullInputStream(), stream, stream, Screen.of(80, 24, false));
        try (ProgressLine line = new ProgressLine(terminal, clock::nanos, true)) {
            clock.advance(Duration.ofMinutes(1));
            new WriteProgress(line, totalBytes).wrote(batch);
        }
        return err.toString(UTF_8);
    }
}
