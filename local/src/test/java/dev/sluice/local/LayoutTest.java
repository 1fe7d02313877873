// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayoutTest {
    @TempDir Path directory;

    @Test
    void leavesNothingBehindWhenItChecks() {
        var layout = new Layout(directory.resolve("new/place"));
        layout.require();

        assertThat(layout.directory()).isEmptyDirectory();
    }

    @Test
    void refusesAPlaceThatIsNoDirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(new Layout(file)::require)
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        ("cannot write in directory %s: something that is no directory is in the"
                                        + " way; choose another one with --dir")
                                .formatted(file));
    }

    @Test
    void refusesAPlaceBelowAFile() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(new Layout(file.resolve("below"))::require)
                .hasMessageContaining("choose another one with --dir");
    }

    @Test
    void refusesAFullDisk() {
        assertThatThrownBy(() -> Layout.requireSpace(directory, Long.MAX_VALUE))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("free some space or choose another directory with --dir");
    }
}
