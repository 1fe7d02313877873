// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandsTest {
    @TempDir Path directory;

    @Test
    void givesWhatTheProgramWrote() throws IOException, InterruptedException {
        assertThat(shell("echo $GREETING; pwd >&2"))
                .isEqualTo("hello\n" + directory.toRealPath() + "\n");
    }

    @Test
    void saysWhyAProgramFailed() {
        assertThatThrownBy(() -> shell("echo fine; echo '[ERROR] no route to host'; echo; exit 3"))
                .hasMessage("fetching failed with status 3: [ERROR] no route to host");
    }

    @Test
    void namesAProgramThatIsNotThere() {
        assertThatThrownBy(() ->
                        Commands.run("fetching", directory, Map.of(), List.of("no-such-program")))
                .hasMessageStartingWith("fetching needs the program no-such-program, which");
    }

    private String shell(String script) throws IOException, InterruptedException {
        return Commands.run(
                "fetching",
                directory,
                Map.of("GREETING", "hello"),
                List.of("/bin/sh", "-c", script));
    }
}
