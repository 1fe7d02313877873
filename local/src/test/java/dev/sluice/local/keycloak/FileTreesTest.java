// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreesTest {
    @TempDir Path directory;

    @BeforeEach
    void plant() throws IOException {
        Files.createDirectories(directory.resolve("tree/branch"));
        Files.writeString(directory.resolve("tree/branch/leaf"), "green");
    }

    @Test
    void changesToACopyStayInTheCopy() throws IOException {
        FileTrees.copy(directory.resolve("tree"), directory.resolve("copy"));
        Files.writeString(directory.resolve("copy/branch/leaf"), "brown");

        assertThat(directory.resolve("tree/branch/leaf")).hasContent("green");
    }

    @Test
    void linkedFilesShareTheirContent() throws IOException {
        FileTrees.link(directory.resolve("tree"), directory.resolve("linked"));

        assertThat(Files.getAttribute(directory.resolve("linked/branch/leaf"), "unix:nlink"))
                .isEqualTo(2);
    }

    @Test
    void deletesWhatIsInside() throws IOException {
        FileTrees.delete(directory.resolve("tree"));

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void deletesALinkAndNotWhatItPointsTo() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "");
        Files.createSymbolicLink(directory.resolve("tree/link"), outside);

        FileTrees.delete(directory.resolve("tree"));

        assertThat(outside.resolve("kept")).exists();
    }
}
