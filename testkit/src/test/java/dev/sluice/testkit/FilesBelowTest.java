// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilesBelowTest {
    private static final int LOOKS = 200;

    @TempDir private Path directory;
    private Path kept;
    private Path other;

    @BeforeEach
    void write() throws IOException {
        kept =
                Files.writeString(
                        Files.createDirectories(directory.resolve("a/b")).resolve("c.x"),
                        "one two");
        other = Files.write(directory.resolve("d"), new byte[] {(byte) 0xff, 't', 'w', 'o'});
    }

    @Test
    void findsThemByNameAndByWhatIsInThem() throws IOException {
        assertThat(FilesBelow.all(directory)).containsExactlyInAnyOrder(kept, other);
        assertThat(FilesBelow.ending(".x", directory)).containsExactly(kept);
        assertThat(FilesBelow.containing("two", directory)).containsExactlyInAnyOrder(kept, other);
        assertThat(FilesBelow.containing("one", directory)).containsExactly(kept);
        assertThat(FilesBelow.all(directory.resolve("nowhere"))).isEmpty();
    }

    @Test
    void goesOnWhereFilesAndDirectoriesComeAndGo() throws Exception {
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> coming = threads.submit(() -> comeAndGo(directory));
            try {
                for (int i = 0; i < LOOKS; i++) {
                    assertThat(FilesBelow.ending(".x", directory)).contains(kept);
                    assertThat(FilesBelow.containing("one", directory)).contains(kept);
                }
            } finally {
                coming.cancel(true);
            }
        }
    }

    private static Void comeAndGo(Path directory) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            Path inner = Files.createDirectory(directory.resolve("going"));
            List<Path> files =
                    List.of(inner.resolve("1.x"), inner.resolve("2.x"), inner.resolve("3.x"));
            for (Path file : files) {
                Files.writeString(file, "one");
            }
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(inner);
        }
        return null;
    }
}
