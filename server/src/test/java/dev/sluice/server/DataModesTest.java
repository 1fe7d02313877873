// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may look into what a server keeps: nobody else, as far as the server made it.
final class DataModesTest {
    private static final String OWNER_ALONE = "rwx------";

    @TempDir private Path temporary;

    private static String mode(Path place) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(place));
    }

    private static void setMode(Path place, String mode) throws IOException {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aDirectoryThatIsMissingIsMadeForItsOwnerAlone() throws IOException {
        Path directory = temporary.resolve("data");

        DataDirectory.open(directory).close();

        assertThat(mode(directory)).isEqualTo(OWNER_ALONE);
    }

    @Test
    void oneThatIsThereKeepsItsModeAndWhatHoldsPointsInItIsItsOwnersAlone() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("data"));
        setMode(directory, "rwxr-xr-x");

        new OneServer(directory).close();

        assertThat(mode(directory)).isEqualTo("rwxr-xr-x");
        // The keys' directory was made by the test.
        for (String holding : List.of("log", "objects", "scratch", "spill")) {
            assertThat(mode(directory.resolve(holding))).as(holding).isEqualTo(OWNER_ALONE);
        }
    }

    /// A group that its owner lets in stays in.
    @Test
    void directoriesThatAreThereKeepTheirModes() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("data"));
        Path objects = Files.createDirectory(directory.resolve("objects"));
        setMode(directory, "rwxr-x---");
        setMode(objects, "rwxr-x---");

        new OneServer(directory).close();

        assertThat(mode(directory)).isEqualTo("rwxr-x---");
        assertThat(mode(objects)).isEqualTo("rwxr-x---");
    }
}
