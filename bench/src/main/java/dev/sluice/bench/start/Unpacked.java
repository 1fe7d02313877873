// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.start;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An archive of `influxctl`, unpacked as its users unpack it.
///
/// @param home the directory that was in it
record Unpacked(Path home) {

    /// Unpacks it with the system's `tar`.
    ///
    /// @param place does not exist yet
    static Unpacked of(Path archive, Path place) throws IOException, InterruptedException {
        Files.createDirectories(place);
        Process tar =
                new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", place.toString())
                        .inheritIO()
                        .start();
        if (tar.waitFor() != 0) {
            throw new IllegalStateException("cannot unpack " + archive);
        }
        return new Unpacked(only(place, "*"));
    }

    /// The same, its start-up cache thrown away.
    Unpacked withoutCache() throws IOException {
        Files.delete(only(home, "*.aot"));
        return this;
    }

    /// The command that users call.
    String command() {
        return home.resolve("bin/influxctl").toString();
    }

    /// The same jars on the JDK that runs this, as it comes.
    List<String> onTheJdk() throws IOException {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                only(home.resolve("app"), "*.jar").toString());
    }

    private static Path only(Path directory, String names) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
            files.forEach(found::add);
        }
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "not an archive of influxctl: %d of %s in it".formatted(found.size(), names));
        }
        return found.getFirst();
    }
}
