// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Packages of npm that tests run, fetched once as a lock file of this module pins them, without
/// install scripts, and installed nowhere.
///
/// Node.js and npm are programs of the machine.
final class NodePackages {
    private NodePackages() {}

    /// The directory with the packages, one for each state of the lock file. Whoever asks meanwhile
    /// waits for who fetches them.
    ///
    /// @param name of the directory of this module that has `package.json` and the lock file
    /// @param cache where it is kept
    /// @throws IOException when they cannot be fetched, with what npm said
    static synchronized Path fetched(String name, Path cache)
            throws IOException, InterruptedException {
        Files.createDirectories(cache);
        byte[] lock = resource(name, "package-lock.json");
        Path home = cache.resolve(name + "-" + Integer.toHexString(Arrays.hashCode(lock)));
        try (FileChannel file =
                        FileChannel.open(
                                cache.resolve(name + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock _ = file.lock()) {
            if (!Files.exists(home)) {
                Path work = cache.resolve(name + ".unfinished");
                delete(work);
                Files.createDirectories(work);
                Files.write(work.resolve("package-lock.json"), lock);
                Files.write(work.resolve("package.json"), resource(name, "package.json"));
                install(work);
                Files.move(work, home, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return home;
    }

    private static byte[] resource(String name, String file) throws IOException {
        String path = name + "/" + file;
        try (InputStream stream = NodePackages.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(stream, path).readAllBytes();
        }
    }

    private static void install(Path directory) throws IOException, InterruptedException {
        Path log = directory.resolve("npm.log");
        Process process =
                new ProcessBuilder(
                                "npm",
                                "ci",
                                "--ignore-scripts",
                                "--no-audit",
                                "--no-fund",
                                "--prefer-offline")
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException("npm ci failed:\n" + Files.readString(log));
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
        }
    }
}
