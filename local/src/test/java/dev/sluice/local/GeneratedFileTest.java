// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeneratedFileTest {
    @TempDir Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = directory.resolve("cluster.yml");
    }

    @Test
    void replacesWhatItWroteItself() throws IOException {
        String digest = GeneratedFile.write(file, "one", null);
        GeneratedFile.write(file, "two", digest);

        assertThat(file).hasContent("two");
    }

    @Test
    void leavesAnEditedFileAlone() throws IOException {
        String digest = GeneratedFile.write(file, "one", null);
        Files.writeString(file, "one and a half");

        assertThat(GeneratedFile.write(file, "two", digest)).isEqualTo(digest);
        assertThat(file).hasContent("one and a half");
    }

    @Test
    void leavesAFileAloneThatSomebodyElsePutThere() throws IOException {
        Files.writeString(file, "theirs");
        String digest = GeneratedFile.write(file, "one", null);
        GeneratedFile.write(file, "two", digest);

        assertThat(file).hasContent("theirs");
    }

    @Test
    void writesADeletedFileAnew() throws IOException {
        String digest = GeneratedFile.write(file, "one", null);
        Files.delete(file);
        GeneratedFile.write(file, "two", digest);

        assertThat(file).hasContent("two");
    }

    @Test
    void takesAnUndoneEditForItsOwn() throws IOException {
        String digest = GeneratedFile.write(file, "one", null);
        Files.writeString(file, "edited");
        String kept = GeneratedFile.write(file, "two", digest);
        Files.writeString(file, "one");
        GeneratedFile.write(file, "two", kept);

        assertThat(file).hasContent("two");
    }
}
