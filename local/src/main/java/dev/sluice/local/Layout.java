// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.files.FileTrouble;
import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where one installation keeps everything that it writes: one directory, and nothing outside it.
///
/// @param directory an absolute path
public record Layout(Path directory) {
    private static final long SPACE_BYTES_NEEDED = 256L << 20;

    public Layout {
        directory = directory.toAbsolutePath().normalize();
    }

    /// The installation of a checkout, in `.sluice`.
    static Layout of(Programs programs) {
        return new Layout(programs.checkout().resolve(".sluice"));
    }

    /// Where the tour plays when it is told to play here.
    Layout tour() {
        return new Layout(directory.resolve("tour"));
    }

    /// The server's configuration, in the form of an AppInstance.
    public Path configurationFile() {
        return directory.resolve("cluster.yml");
    }

    /// The connection profile of `influxctl`.
    public Path profileFile() {
        return directory.resolve("influxctl/config.toml");
    }

    /// The cache directory in the sense of `XDG_CACHE_HOME`; `influxctl` keeps its tokens below.
    public Path commandLineCache() {
        return directory.resolve("influxctl/cache");
    }

    /// The server's data directory.
    public Path data() {
        return directory.resolve("data");
    }

    /// The document with the admin token, which the server writes (admin.md 2.3).
    public Path adminTokenFile() {
        return data().resolve("secrets/token.json");
    }

    /// Holds the server's log and pid file.
    public Path server() {
        return directory.resolve("server");
    }

    /// Holds Keycloak with its data, log and pid file.
    public Path keycloak() {
        return directory.resolve("keycloak");
    }

    /// The password of Keycloak's own administrator.
    public Path keycloakPasswordFile() {
        return directory.resolve("secrets/keycloak-admin");
    }

    /// The password of the person who may administer Sluice.
    public Path personPasswordFile() {
        return directory.resolve("secrets/" + Up.USERNAME);
    }

    /// What the last `up` was asked for and did.
    public Path installationFile() {
        return directory.resolve("installation.json");
    }

    /// Held while `up` or `down` works.
    public Path lockFile() {
        return directory.resolve("lock");
    }

    /// Makes the directory and checks that it can take data.
    ///
    /// @throws ProblemException *unavailable* when it cannot be made or written, or is nearly full
    public void require() {
        try {
            PrivateFiles.makeDirectory(directory);
            Files.delete(Files.createTempFile(directory, ".write-check", ""));
            requireSpace(directory, SPACE_BYTES_NEEDED);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "directory_not_writable",
                            "cannot write in directory %s: %s; choose another one with --dir"
                                    .formatted(directory, FileTrouble.reason(e))),
                    e);
        }
    }

    /// Refuses a place with fewer than `bytesNeeded` free.
    static void requireSpace(Path directory, long bytesNeeded) throws IOException {
        long usableBytes = Files.getFileStore(directory).getUsableSpace();
        if (usableBytes < bytesNeeded) {
            throw Problem.unavailable(
                            "disk_full",
                            ("only %d MB are free for directory %s, %d MB are needed; free some"
                                            + " space or choose another directory with --dir")
                                    .formatted(usableBytes >> 20, directory, bytesNeeded >> 20))
                    .asException();
        }
    }
}
