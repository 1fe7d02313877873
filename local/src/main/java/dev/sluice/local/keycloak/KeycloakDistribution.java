// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import dev.sluice.local.process.Commands;
import dev.sluice.local.process.DetachedProcess;
import dev.sluice.local.process.Ports;
import dev.sluice.local.process.PrivateFiles;
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
/// Preparing takes about a minute and 180 MB of download, once; a lock keeps two callers apart.
public final class KeycloakDistribution {
    /// The release that is fetched.
    public static final String VERSION = "26.7.3";

    /// What an unprepared release takes while it is prepared, archive and all.
    public static final long SPACE_BYTES_NEEDED = 800L << 20;

    private static final String FETCH_GOAL =
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:get";
    private static final String ARTIFACT = "org.keycloak:keycloak-quarkus-dist";

    private final Path cache;
    private final Waiting waiting;

    /// @param cache where releases are kept, shared by all installations and tests of a checkout
    /// @param waiting asks whether the server answers
    public KeycloakDistribution(Path cache, Waiting waiting) {
        this.cache = cache;
        this.waiting = waiting;
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
        FileTrees.link(prepared().resolve("server"), unfinished);
        FileTrees.copy(prepared().resolve("data"), unfinished.resolve("data"));
        Files.move(unfinished, home);
    }

    private Path prepared() {
        return cache.resolve("keycloak").resolve(VERSION);
    }

    private void prepare(Progress progress) throws IOException, InterruptedException {
        Path directory = PrivateFiles.directory(cache.resolve("keycloak"));
        try (var channel =
                        FileChannel.open(
                                directory.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (isPrepared()) {
                return;
            }
            Path work = directory.resolve("preparing");
            FileTrees.delete(work);
            Files.createDirectories(work);
            fetch(work, progress);
            build(work, progress);
            createDatabase(work, progress);
            Files.createFile(work.resolve("prepared"));
            FileTrees.delete(prepared());
            Files.move(work, prepared());
        }
    }

    /// Fetches into a repository of its own, which is thrown away again.
    private static void fetch(Path work, Progress progress)
            throws IOException, InterruptedException {
        progress.step("fetching Keycloak " + VERSION + " (180 MB, once)");
        Path repository = work.resolve("repository");
        Commands.run(
                "fetching Keycloak " + VERSION,
                work,
                Map.of(),
                List.of(
                        "mvn",
                        "--quiet",
                        "--batch-mode",
                        "--strict-checksums",
                        "-Dmaven.repo.local=" + repository,
                        FETCH_GOAL,
                        "-Dtransitive=false",
                        "-Dartifact=" + ARTIFACT + ":" + VERSION + ":tar.gz"));
        Path archive =
                repository.resolve(
                        "org/keycloak/keycloak-quarkus-dist/%1$s/keycloak-quarkus-dist-%1$s.tar.gz"
                                .formatted(VERSION));
        Commands.run(
                "unpacking Keycloak",
                work,
                Map.of(),
                List.of("tar", "-x", "-z", "-o", "-f", archive.toString()));
        Files.move(work.resolve("keycloak-" + VERSION), work.resolve("server"));
        FileTrees.delete(repository);
    }

    /// Fixes the kind of database, so that no later start has to.
    private static void build(Path work, Progress progress)
            throws IOException, InterruptedException {
        progress.step("building Keycloak");
        Commands.run(
                "building Keycloak",
                work,
                KeycloakProcess.ENVIRONMENT,
                List.of(work.resolve("server/bin/kc.sh").toString(), "build", "--db=dev-file"));
    }

    private void createDatabase(Path work, Progress progress)
            throws IOException, InterruptedException {
        progress.step("creating Keycloak's database");
        int port = Ports.free();
        URI base = KeycloakProcess.baseUri(port);
        DetachedProcess server =
                DetachedProcess.start(KeycloakProcess.launch(work.resolve("server"), port, work));
        try {
            waiting.untilReady(server, base.resolve("/realms/master"), Duration.ofMinutes(3));
        } finally {
            server.stop(Duration.ofSeconds(30));
        }
        Files.move(work.resolve("server/data"), work.resolve("data"));
    }
}
