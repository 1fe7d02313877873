// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Objects as files of a directory tree, on a file system with hard links: an object gets its name
/// by a link, which either makes the whole synced file appear or fails because the name is taken.
public final class LocalObjectStore implements ObjectStore {
    /// Unfinished copies; no object path starts with a dot.
    private static final String UNFINISHED = ".unfinished";

    private final Path root;
    private final Path unfinished;

    private LocalObjectStore(Path root, Path unfinished) {
        this.root = root;
        this.unfinished = unfinished;
    }

    /// Opens the store of a directory, which is made where there is none, and removes what an
    /// earlier process left unfinished. One process a directory.
    ///
    /// @throws IOException when the directory cannot be used
    public static LocalObjectStore open(Path root) throws IOException {
        Path unfinished = root.toAbsolutePath().resolve(UNFINISHED);
        createDirectories(unfinished);
        try (Stream<Path> left = Files.list(unfinished)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                Files.deleteIfExists(file);
            }
        }
        return new LocalObjectStore(root.toAbsolutePath(), unfinished);
    }

    @Override
    public StoredFile put(ObjectPath path, Path content) throws IOException {
        Path target = root.resolve(path.value());
        createDirectories(parentOf(target));
        // A copy, because the caller could go on writing to a linked file.
        Path copy = Files.createTempFile(unfinished, "put-", ".tmp");
        try {
            Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
            sync(copy);
            Files.createLink(target, copy);
            sync(parentOf(target));
            return new StoredFile(path, Files.size(target));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    @Override
    public HeldFile hold(ObjectPath path) throws IOException {
        Path file = root.resolve(path.value());
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(path.value());
        }
        return HeldFile.lasting(file);
    }

    @Override
    public List<ObjectPath> list(String prefix) throws IOException {
        return listWithTimes(prefix).stream().map(ListedObject::path).toList();
    }

    @Override
    public List<ListedObject> listWithTimes(String prefix) throws IOException {
        List<ListedObject> found = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        return directory.equals(unfinished)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String value = root.relativize(file).toString().replace('\\', '/');
                        // Whatever else somebody put there is none of ours.
                        if (value.startsWith(prefix)) {
                            ObjectPath.find(value)
                                    .map(path ->
                                            new ListedObject(
                                                    path,
                                                    attributes.size(),
                                                    attributes.lastModifiedTime().toInstant()))
                                    .ifPresent(found::add);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failed)
                            throws IOException {
                        if (failed instanceof NoSuchFileException) {
                            // deleted meanwhile
                            return FileVisitResult.CONTINUE;
                        }
                        throw failed;
                    }
                });
        found.sort(Comparator.comparing(object -> object.path().value()));
        return found;
    }

    @Override
    public void delete(ObjectPath path) throws IOException {
        Files.deleteIfExists(root.resolve(path.value()));
    }

    private static Path parentOf(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("an object has a directory: " + file);
        }
        return parent;
    }

    /// Makes a directory and those above it, each of them lasting.
    private static void createDirectories(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = parentOf(directory);
            createDirectories(parent);
            Files.createDirectories(directory);
            sync(parent);
        }
    }

    /// Makes a file's bytes or a directory's entries survive a crash.
    private static void sync(Path place) throws IOException {
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
