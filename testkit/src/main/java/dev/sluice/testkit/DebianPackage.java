// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A package of Debian's whose programs are compared with: fetched once and unpacked, not
/// installed.
///
/// @param name as Debian calls it
/// @param home where it is unpacked, and kept
public record DebianPackage(String name, Path home) {

    /// Whether it was fetched before.
    public boolean isUnpacked() {
        return Files.exists(home);
    }

    /// Its home, fetched first where it was not.
    ///
    /// @throws IOException when it cannot be fetched, with what Debian's programs said
    public Path unpacked() throws IOException, InterruptedException {
        if (!isUnpacked()) {
            Path cache = Files.createDirectories(home.toAbsolutePath().getParent());
            Path work = Files.createTempDirectory(cache, name + "-");
            try {
                run(work, List.of("apt-get", "download", name));
                run(work, List.of("dpkg-deb", "-x", onlyPackage(work), "unpacked"));
                Files.move(work.resolve("unpacked"), home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // Somebody else may have been faster.
                if (!isUnpacked()) {
                    throw e;
                }
            } finally {
                delete(work);
            }
        }
        return home;
    }

    private static String onlyPackage(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    private void run(Path directory, List<String> command)
            throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(
                    name
                            + " is a package of Debian; "
                            + command
                            + " failed:\n"
                            + Files.readString(log));
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(DebianPackage::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
