// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies one jar, putting native libraries beside it, without those of other platforms, and
/// raising classes that are too old for a start-up cache. A jar that needs neither is copied byte
/// for byte.
///
/// A library that offers its cryptography to the JDK does so no more: the JDK would make each such
/// provider at the start of a program, and none is asked by name here. The signature by which it
/// would know the provider's maker goes with it, since classes of signed jars are in no cache.
///
/// @param platform which native libraries are of use
/// @param raising what is done with old classes
public record JarCopy(Platform platform, ClassRaising raising) {
    /// Archives of the form zip know no zone; a fixed moment gives the same bytes everywhere.
    private static final LocalDateTime MOMENT = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final String CLASS = ".class";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String PROVIDER = "META-INF/services/java.security.Provider";
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    /// Copies `from` to `to`.
    ///
    /// @throws IOException also for a signed jar that would have to be changed, but for one that
    ///   offers cryptography
    public void copy(Path from, Path to) throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile())) {
            List<? extends ZipEntry> entries =
                    zip.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
            if (!needsChange(zip, entries)) {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
            boolean offers = zip.getEntry(PROVIDER) != null;
            if (!offers && entries.stream().anyMatch(JarCopy::isSignature)) {
                throw new IOException(from + " is signed and would have to be changed");
            }
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
                for (ZipEntry entry : manifestFirst(entries)) {
                    String library = platform.fileBeside(entry.getName());
                    if (library != null) {
                        Files.write(to.resolveSibling(library), content(zip, entry));
                    }
                    if (keeps(entry)) {
                        ZipEntry copy = new ZipEntry(entry.getName());
                        copy.setTimeLocal(MOMENT);
                        out.putNextEntry(copy);
                        out.write(
                                offers && entry.getName().equals(MANIFEST)
                                        ? withoutDigests(zip.getInputStream(entry))
                                        : content(zip, entry));
                        out.closeEntry();
                    }
                }
            }
        }
    }

    private boolean keeps(ZipEntry entry) {
        return platform.keeps(entry.getName())
                && !entry.getName().equals(PROVIDER)
                && !isSignature(entry);
    }

    private static boolean isSignature(ZipEntry entry) {
        return SIGNATURE.matcher(entry.getName()).matches();
    }

    /// A manifest that says of no entry which bytes it had.
    private static byte[] withoutDigests(InputStream manifest) throws IOException {
        Manifest read = new Manifest(manifest);
        read.getEntries().clear();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        read.write(out);
        return out.toByteArray();
    }

    private boolean needsChange(ZipFile zip, List<? extends ZipEntry> entries) throws IOException {
        for (ZipEntry entry : entries) {
            if (!platform.keeps(entry.getName()) || entry.getName().equals(PROVIDER)) {
                return true;
            }
            if (isClass(entry) && raising.isOld(zip.getInputStream(entry).readNBytes(8))) {
                return true;
            }
        }
        return false;
    }

    private byte[] content(ZipFile zip, ZipEntry entry) throws IOException {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        return isClass(entry) && raising.isOld(bytes) ? raising.raise(bytes) : bytes;
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(CLASS) && !entry.getName().startsWith("META-INF/");
    }

    /// Readers of jars as a stream look for the manifest at the beginning.
    private static List<? extends ZipEntry> manifestFirst(List<? extends ZipEntry> entries) {
        return entries.stream()
                .sorted(
                        Comparator.comparing((ZipEntry entry) ->
                                switch (entry.getName()) {
                                    case "META-INF/" -> 0;
                                    case MANIFEST -> 1;
                                    default -> 2;
                                }))
                .toList();
    }
}
