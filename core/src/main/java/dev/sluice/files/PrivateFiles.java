// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Directories and files that nobody but their owner can open, from their first moment on: 0700 and
/// 0600. Where the file system has no such modes, its own inherited rights hold.
public final class PrivateFiles {
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /// Makes a directory, and those above it, where they are missing. One that is there already
    /// stays as it is.
    public static Path makeDirectory(Path directory) throws IOException {
        return Files.createDirectories(directory, modes(directory, DIRECTORY));
    }

    /// Makes a directory in one that is there.
    ///
    /// @throws FileAlreadyExistsException when there is something already
    /// @throws java.nio.file.NoSuchFileException when the directory above is missing
    public static void makeDirectoryAlone(Path directory) throws IOException {
        Files.createDirectory(directory, modes(directory, DIRECTORY));
    }

    /// Makes a directory, and narrows one that is there already. Those above it, which belong to
    /// others too, are made with the usual modes.
    ///
    /// @throws FileAlreadyExistsException when something else is there
    public static void takeDirectory(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            makeDirectoryAlone(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
            boolean _ = narrow(directory, DIRECTORY);
        }
    }

    /// Writes a file, in place of one that is there; a reader and a crash find the old one or the
    /// new one, never a part, and once this has returned the new one: a token that was replaced
    /// does not come back with the power. Makes the directories above that are missing.
    public static void write(Path file, String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("there is no directory above " + file);
        }
        makeDirectory(directory);
        Path draft =
                Files.createTempFile(
                        directory, "." + file.getFileName(), ".tmp", modes(directory, FILE));
        try {
            force(draft, text);
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        forceNames(directory);
    }

    /// Opens a file whose content is of no interest, and makes it where it is missing.
    public static FileChannel openForLocking(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                modes(file, FILE));
    }

    private static void force(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// Where directories can be opened, which Windows lets nobody do.
    private static void forceNames(Path directory) throws IOException {
        if (isPosix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /// Narrows a file that is there.
    ///
    /// @return whether it had another mode
    public static boolean takeFile(Path file) throws IOException {
        return narrow(file, FILE);
    }

    private static boolean narrow(Path place, Set<PosixFilePermission> modes) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(place, PosixFileAttributeView.class);
        if (view == null || view.readAttributes().permissions().equals(modes)) {
            return false;
        }
        view.setPermissions(modes);
        return true;
    }

    private static FileAttribute<?>[] modes(Path place, Set<PosixFilePermission> modes) {
        return isPosix(place)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(modes)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
