// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
    @TempDir private Path temporary;

    @Test
    void makesWhatIsMissing() {
        Path directory = temporary.resolve("a/b");

        try (DataDirectory opened = DataDirectory.open(directory)) {
            assertThat(opened.catalogFile().getParent()).isEqualTo(directory).isDirectory();
        }
    }

    @Test
    void letsOneServerInAtATime() {
        try (DataDirectory _ = DataDirectory.open(temporary)) {
            assertThatThrownBy(() -> DataDirectory.open(temporary))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage(
                            "the data directory "
                                    + temporary
                                    + " is in use by another server: stop that one, or choose"
                                    + " another directory with --data-dir");
        }
    }

    @Test
    void letsTheNextServerInAfterwards() {
        DataDirectory.open(temporary).close();

        DataDirectory.open(temporary).close();
    }

    @Test
    void saysWhenTheDiskIsFull() {
        assertThatThrownBy(() -> DataDirectory.requireRoom(temporary, 4_096))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "the data directory "
                                + temporary
                                + " has 4096 bytes free (needed: 16777216): free some space, or"
                                + " choose another directory with --data-dir");
    }

    @Test
    void takesADiskWithJustEnoughRoom() {
        DataDirectory.requireRoom(temporary, DataDirectory.FREE_BYTES_MIN);
    }

    @Test
    void saysWhenAFileIsInTheWay() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "the data directory "
                                + file
                                + " cannot be made ("
                                + file
                                + ": something that is no directory is in the way): give it to this"
                                + " user, or choose another with --data-dir");
    }

    @Test
    void saysWhenItCannotBeWritten() throws IOException {
        // A directory in the place of the lock stops even a superuser.
        Files.createDirectory(temporary.resolve("lock"));

        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("the data directory " + temporary + " cannot be written (")
                .hasMessageEndingWith("): give it to this user, or choose another with --data-dir");
    }
}
