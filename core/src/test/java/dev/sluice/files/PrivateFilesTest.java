// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFilesTest {
    @TempDir private Path directory;

    @Test
    void aFileAndTheDirectoriesMadeForItAreTheOwnersAlone() throws IOException {
        Path file = directory.resolve("a").resolve("b").resolve("token");

        PrivateFiles.write(file, "h\u00e9\n");

        assertThat(file).hasContent("h\u00e9\n");
        assertThat(modes(file)).isEqualTo("rw-------");
        assertThat(modes(directory.resolve("a"))).isEqualTo("rwx------");
        assertThat(modes(directory.resolve("a").resolve("b"))).isEqualTo("rwx------");
    }

    @Test
    void aFileThatEverybodyCouldReadIsReplacedByOneThatNobodyElseCan() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "a longer text that was there");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        String before = modes(directory);

        PrivateFiles.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(modes(file)).isEqualTo("rw-------");
        assertThat(modes(directory)).isEqualTo(before);
        assertThat(names()).containsExactly("token");
    }

    @Test
    void whatCannotBeReplacedStaysAndNothingIsLeftBeside() throws IOException {
        Path inTheWay = Files.createDirectory(directory.resolve("token"));
        Files.writeString(inTheWay.resolve("kept"), "");

        assertThatThrownBy(() -> PrivateFiles.write(inTheWay, "secret"))
                .isInstanceOf(IOException.class);

        assertThat(inTheWay.resolve("kept")).exists();
        assertThat(names()).containsExactly("token");
    }

    @Test
    void aDirectoryThatIsThereKeepsItsModesUnlessItIsTaken() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(PrivateFiles.makeDirectory(open)).isEqualTo(open);
        assertThat(modes(open)).isEqualTo("rwxr-xr-x");
        PrivateFiles.takeDirectory(open);

        assertThat(modes(open)).isEqualTo("rwx------");
    }

    @Test
    void takesADirectoryBelowOnesThatBelongToOthersToo() throws IOException {
        PrivateFiles.takeDirectory(directory.resolve("cache").resolve("mine"));

        assertThat(modes(directory.resolve("cache").resolve("mine"))).isEqualTo("rwx------");
        assertThat(modes(directory.resolve("cache")))
                .isEqualTo(modes(Files.createDirectory(directory.resolve("usual"))));
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> PrivateFiles.takeDirectory(file))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aLockIsTheOwnersAlone() throws IOException {
        Path file = directory.resolve("lock");

        try (FileChannel channel = PrivateFiles.openForLocking(file)) {
            assertThat(channel.tryLock()).isNotNull();
        }

        assertThat(modes(file)).isEqualTo("rw-------");
    }

    private static String modes(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
