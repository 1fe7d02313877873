// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies one jar, leaving out native libraries of other platforms. A jar without any is copied
/// byte for byte.
///
/// @param platform which native libraries stay
public record JarCopy(Platform platform) {
    /// Archives of the form zip know no zone; a fixed moment gives the same bytes everywhere.
    private static final LocalDateTime MOMENT = LocalDateTime.of(2026, 1, 1, 0, 0);

    /// Copies `from` to `to`.
    ///
    /// @throws IOException also for a signed jar that would have to be changed
    public void copy(Path from, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile())) {
            List<? extends ZipEntry> entries =
                    zip.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
            if (!needsChange(entries)) {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
            for (ZipEntry entry : entries) {
                if (entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)")) {
                    throw new IOException(from + " is signed and would have to be changed");
                }
            }
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
                for (ZipEntry entry : manifestFirst(entries)) {
                    if (platform.keeps(entry.getName())) {
                        ZipEntry copy = new ZipEntry(entry.getName());
                        copy.setTimeLocal(MOMENT);
                        out.putNextEntry(copy);
                        out.write(zip.getInputStream(entry).readAllBytes());
                        out.closeEntry();
                    }
                }
            }
        }
    }

    private boolean needsChange(List<? extends ZipEntry> entries) {
        for (ZipEntry entry : entries) {
            if (!platform.keeps(entry.getName())) {
                return true;
            }
        }
        return false;
    }

    /// Readers of jars as a stream look for the manifest at the beginning.
    private static List<? extends ZipEntry> manifestFirst(List<? extends ZipEntry> entries) {
        return entries.stream()
                .sorted(
                        Comparator.comparing((ZipEntry entry) ->
                                switch (entry.getName()) {
                                    case "META-INF/" -> 0;
                                    case "META-INF/MANIFEST.MF" -> 1;
                                    default -> 2;
                                }))
                .toList();
    }
}
