// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import dev.sluice.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// The file operations that the promise of [LocalObjectStore] rests on, so that tests can let each
/// one fail.
interface StoreFiles {

    /// Makes a directory where there is none; the one above is there.
    void createDirectory(Path directory) throws IOException;

    /// Makes a directory that is its owner's alone where there is none; the one above is there.
    void createPrivateDirectory(Path directory) throws IOException;

    /// Makes an empty file with a name of its own.
    Path createFile(Path directory) throws IOException;

    /// Replaces the bytes of a file.
    void copy(Path content, Path target) throws IOException;

    /// Makes a file's bytes or a directory's entries survive a crash.
    void sync(Path place) throws IOException;

    /// Gives a file another name, unless that is taken.
    void link(Path name, Path file) throws IOException;

    /// Removes a name where it is there.
    void delete(Path name) throws IOException;

    /// Removes a directory that has no entries; otherwise fails and leaves it.
    void deleteDirectory(Path directory) throws IOException;

    /// The real files.
    final class Disk implements StoreFiles {
        @Override
        public void createDirectory(Path directory) throws IOException {
            Files.createDirectories(directory);
        }

        @Override
        public void createPrivateDirectory(Path directory) throws IOException {
            PrivateFiles.makeDirectory(directory);
        }

        @Override
        public Path createFile(Path directory) throws IOException {
            return Files.createTempFile(directory, "put-", ".tmp");
        }

        @Override
        public void copy(Path content, Path target) throws IOException {
            Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void sync(Path place) throws IOException {
            try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }

        @Override
        public void link(Path name, Path file) throws IOException {
            Files.createLink(name, file);
        }

        @Override
        public void delete(Path name) throws IOException {
            Files.deleteIfExists(name);
        }

        @Override
        public void deleteDirectory(Path directory) throws IOException {
            Files.delete(directory);
        }
    }
}
