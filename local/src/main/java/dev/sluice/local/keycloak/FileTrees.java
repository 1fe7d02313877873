// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Whole directories copied, linked and deleted.
public final class FileTrees {
    private FileTrees() {}

    /// Copies `from` to the new directory `to`.
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new Duplicating(from, to, FileTrees::copyFile));
    }

    /// Makes `to` a second directory over the same file contents, so that it costs next to nothing.
    /// For files that nobody changes. Where the file system has no links, copies.
    static void link(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new Duplicating(from, to, FileTrees::linkFile));
    }

    /// Deletes `directory` and what is in it; a missing one is no error.
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new Deleting());
    }

    private static void copyFile(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void linkFile(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | IOException _) {
            copyFile(from, to);
        }
    }

    @FunctionalInterface
    private interface FileStep {
        void apply(Path from, Path to) throws IOException;
    }

    private static final class Duplicating extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;
        private final FileStep step;

        Duplicating(Path from, Path to, FileStep step) {
            this.from = from;
            this.to = to;
            this.step = step;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            step.apply(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
