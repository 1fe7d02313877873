// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.archive;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory that will be packed: what lies in it, in an order and with modes and times that
/// depend on nothing but its content.
///
/// @param root the directory
public record FileTree(Path root) {
    private static final String EXECUTABLE = "rwxr-xr-x";
    private static final String PLAIN = "rw-r--r--";

    /// One thing below the root.
    ///
    /// @param name relative to the root, with slashes
    public record Entry(String name, Path path, Kind kind) {}

    /// What a thing is.
    public enum Kind {
        DIRECTORY,
        EXECUTABLE,
        PLAIN,
        LINK
    }

    /// Makes an empty tree in place of what is there.
    public static FileTree empty(Path root) throws IOException {
        FileTree tree = new FileTree(root);
        tree.delete();
        Files.createDirectories(root);
        return tree;
    }

    /// Writes a file, with the directories above it.
    public Path write(String name, String text) throws IOException {
        Path file = place(name);
        return Files.writeString(file, text);
    }

    /// Writes a file that can be run.
    public void writeExecutable(String name, String text) throws IOException {
        Files.setPosixFilePermissions(
                write(name, text), PosixFilePermissions.fromString(EXECUTABLE));
    }

    /// Makes a symbolic link.
    public void link(String name, String target) throws IOException {
        Files.createSymbolicLink(place(name), Path.of(target));
    }

    /// Where a file of this name goes; the directories above it exist then.
    public Path place(String name) throws IOException {
        Path file = root.resolve(name);
        Path above = file.getParent();
        if (above != null) {
            Files.createDirectories(above);
        }
        return file;
    }

    /// Copies another tree into this one.
    ///
    /// @param below where its content goes, relative to the root
    public void copy(FileTree other, String below) throws IOException {
        for (Entry entry : other.entries()) {
            Path target = place(below + "/" + entry.name());
            if (entry.kind() == Kind.DIRECTORY) {
                Files.createDirectories(target);
            } else {
                Files.copy(
                        entry.path(),
                        target,
                        StandardCopyOption.COPY_ATTRIBUTES,
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }

    /// Gives everything the same time, and modes that depend on nobody's mask.
    public void settle(Instant time) throws IOException {
        FileTime moment = FileTime.from(time);
        List<Entry> entries = new ArrayList<>(entries());
        for (Entry entry : entries.reversed()) {
            if (entry.kind() != Kind.LINK) {
                String mode = entry.kind() == Kind.PLAIN ? PLAIN : EXECUTABLE;
                Files.setPosixFilePermissions(entry.path(), PosixFilePermissions.fromString(mode));
                Files.setLastModifiedTime(entry.path(), moment);
            }
        }
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString(EXECUTABLE));
        Files.setLastModifiedTime(root, moment);
    }

    /// Everything below the root, sorted by name.
    public List<Entry> entries() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> !path.equals(root))
                    .map(this::entry)
                    .sorted(Comparator.comparing(Entry::name))
                    .toList();
        }
    }

    /// How much is in it, in KiB, each thing rounded up (as Debian's `Installed-Size` counts).
    public long kibibytes() throws IOException {
        long sum = 0;
        for (Entry entry : entries()) {
            boolean file = entry.kind() == Kind.PLAIN || entry.kind() == Kind.EXECUTABLE;
            sum += file ? (Files.size(entry.path()) + 1023) / 1024 : 1;
        }
        return sum;
    }

    /// Removes the tree, if it is there.
    public void delete() throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private Entry entry(Path path) {
        String name = root.relativize(path).toString().replace('\\', '/');
        return new Entry(name, path, kind(path));
    }

    private static Kind kind(Path path) {
        if (Files.isSymbolicLink(path)) {
            return Kind.LINK;
        }
        if (Files.isDirectory(path)) {
            return Kind.DIRECTORY;
        }
        return Files.isExecutable(path) ? Kind.EXECUTABLE : Kind.PLAIN;
    }
}
