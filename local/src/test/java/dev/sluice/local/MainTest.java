// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line of `./sluice up`, as far as nothing is started.
final class MainTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"abc", "8086.0", "0", "-1", "65536", "99999999999"})
    void tellsWhatIsNoPort(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console =
                new Console(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false);

        int status = Main.run(new Programs(directory), console, "up", "--port=" + text);

        assertThat(status).isEqualTo(1);
        assertThat(out.size()).isZero();
        assertThat(err.toString(UTF_8))
                .contains("\"" + text + "\" is not a port, a whole number from 1 to 65535")
                .doesNotContain("is not an int");
    }
}
