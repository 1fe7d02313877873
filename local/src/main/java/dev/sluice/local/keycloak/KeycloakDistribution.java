// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import dev.sluice.files.PrivateFiles;
import dev.sluice.local.process.Commands;
import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.MavenArtifact;
import dev.sluice.local.process.Ports;
import dev.sluice.local.process.Progress;
import dev.sluice.local.process.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One prepared release of Keycloak in the cache: fetched through Maven, built for the embedded
/// database, and with that database already made, because making it costs more than a start does.
///
/// Preparing takes about a minute and 180 MB of download, once; a lock keeps two callers apart. The
/// path that a server answers below is built into it, so that each path is prepared once, from the
/// same download.
public final class KeycloakDistribution {
    /// The release that is fetched.
    public static final String VERSION = "26.7.3";

    /// What an unprepared release takes while it is prepared, archive and all.
    public static final long SPACE_BYTES_NEEDED = 800L << 20;

    private static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist";

    private static final String SERVER = "server";
    private static final String DATA = "data";

    private final Path cache;
    private final Waiting waiting;
    private final String path;

    /// The release whose servers answer at the root, as they do unless told otherwise.
    ///
    /// @param cache where releases are kept, shared by all installations and tests of a checkout
    /// @param waiting asks whether the server answers
    public KeycloakDistribution(Path cache, Waiting waiting) {
        this(cache, waiting, "");
    }

    private KeycloakDistribution(Path cache, Waiting waiting, String path) {
        this.cache = cache;
        this.waiting = waiting;
        this.path = path;
    }

    /// The same release, whose servers answer below a path (`http-relative-path`).
    ///
    /// @param path such as `/auth`
    public KeycloakDistribution below(String path) {
        return new KeycloakDistribution(cache, waiting, path);
    }

    /// What its servers' addresses have between the port and `/realms`: empty, or such as `/auth`.
    String path() {
        return path;
    }

    /// Where releases are kept.
    public Path cache() {
        return cache;
    }

    /// Whether the release is in the cache already.
    public boolean isPrepared() {
        return Files.exists(prepared().resolve("prepared"));
    }

    /// Puts a server of this release into `home`, with its own copy of the fresh database,
    /// preparing the release first where that was not done. A `home` that exists stays as it is.
    ///
    /// @throws dev.sluice.model.ProblemException *unavailable* when the release cannot be fetched
    ///   or built
    public void install(Path home, Progress progress) throws IOException, InterruptedException {
        if (Files.exists(home)) {
            return;
        }
        prepare(progress);
        Path unfinished = home.resolveSibling(home.getFileName() + ".unfinished");
        FileTrees.delete(unfinished);
        FileTrees.link(prepared().resolve(SERVER), unfinished);
        FileTrees.copy(prepared().resolve(DATA), unfinished.resolve(DATA));
        Files.move(unfinished, home);
    }

    private Path prepared() {
        return cache.resolve("keycloak").resolve(VERSION + path.replace('/', '_'));
    }

    private void prepare(Progress progress) throws IOException, InterruptedException {
        Path directory = PrivateFiles.makeDirectory(cache.resolve("keycloak"));
        try (var channel =
                        FileChannel.open(
                                directory.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            prepare(directory, progress);
        }
    }

    /// Whoever calls this holds the lock.
    private void prepare(Path directory, Progress progress)
            throws IOException, InterruptedException {
        if (isPrepared()) {
            return;
        }
        var atTheRoot = new KeycloakDistribution(cache, waiting);
        if (!path.isEmpty()) {
            atTheRoot.prepare(directory, progress);
        }
        Path work = directory.resolve("preparing");
        FileTrees.delete(work);
        Files.createDirectories(work);
        if (path.isEmpty()) {
            fetch(work, progress);
            build(work, progress);
            createDatabase(work, progress);
        } else {
            // Copied and not linked: building writes into the program's own files.
            FileTrees.copy(atTheRoot.prepared().resolve(SERVER), work.resolve(SERVER));
            build(work, progress);
            FileTrees.copy(atTheRoot.prepared().resolve(DATA), work.resolve(DATA));
        }
        Files.createFile(work.resolve("prepared"));
        FileTrees.delete(prepared());
        Files.move(work, prepared());
    }

    /// Fetches into a repository of its own, which is thrown away again.
    private static void fetch(Path work, Progress progress)
            throws IOException, InterruptedException {
        progress.step("fetching Keycloak " + VERSION + " (180 MB, once)");
        Path repository =
                MavenArtifact.fetch(
                        "Keycloak " + VERSION, work, ARTIFACT + ":" + VERSION + ":tar.gz");
        Path archive =
                repository.resolve(
                        "org/keycloak/keycloak-quarkus-dist/%1$s/keycloak-quarkus-dist-%1$s.tar.gz"
                                .formatted(VERSION));
        Commands.run(
                "unpacking Keycloak",
                work,
                Map.of(),
                List.of("tar", "-x", "-z", "-o", "-f", archive.toString()));
        Files.move(work.resolve("keycloak-" + VERSION), work.resolve(SERVER));
        FileTrees.delete(repository);
    }

    /// Fixes the kind of database and the path, so that no later start has to.
    private void build(Path work, Progress progress) throws IOException, InterruptedException {
        progress.step("building Keycloak");
        Commands.run(
                "building Keycloak",
                work,
                KeycloakProcess.ENVIRONMENT,
                List.of(
                        work.resolve("server/bin/kc.sh").toString(),
                        "build",
                        "--db=dev-file",
                        "--http-relative-path=" + (path.isEmpty() ? "/" : path)));
    }

    private void createDatabase(Path work, Progress progress)
            throws IOException, InterruptedException {
        progress.step("creating Keycloak's database");
        int port = Ports.free();
        URI base = KeycloakProcess.baseUri(port);
        DetachedProcess server =
                DetachedProcess.start(
                        KeycloakProcess.launch(work.resolve(SERVER), port, base, work));
        try {
            waiting.untilReady(server, base.resolve("/realms/master"), Duration.ofMinutes(3));
        } finally {
            server.stop(Duration.ofSeconds(30));
        }
        Files.move(work.resolve("server/data"), work.resolve(DATA));
    }
}
