// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Files below a directory that a running program changes meanwhile: whoever looks with
/// [Files#walk(Path, java.nio.file.FileVisitOption...)] fails at a file that goes between being
/// listed and being looked at.
public final class FilesBelow {
    private FilesBelow() {}

    /// The regular files that were there when their turn came, by name; none below a directory that
    /// is not there.
    ///
    /// @throws IOException when something other than that one is gone keeps it from being read
    public static List<Path> all(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(directory, new Finding(found));
        found.sort(null);
        return found;
    }

    /// Those of [#all] that are named so at the end, such as `.parquet`.
    public static List<Path> ending(String end, Path directory) throws IOException {
        return all(directory).stream().filter(file -> file.toString().endsWith(end)).toList();
    }

    /// Those of [#all] in which a text of ASCII characters is, whatever else is in them.
    public static List<Path> containing(String text, Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : all(directory)) {
            try {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            } catch (NoSuchFileException _) {
                // gone since it was listed
            }
        }
        return found;
    }

    private static final class Finding extends SimpleFileVisitor<Path> {
        private final List<Path> found;

        Finding(List<Path> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
            if (failed instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failed;
        }
    }
}
