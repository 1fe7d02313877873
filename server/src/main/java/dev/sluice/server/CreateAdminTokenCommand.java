// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.ServerConfig;
import dev.sluice.files.FileTrouble;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sluice create-admin-token`: the job of that name (admin.md 2.2). A server may run meanwhile.
@Command(
        name = "create-admin-token",
        description = "Make the admin token where there is none that the present key pair signed.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CreateAdminTokenCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /// What the other job, or the first start of a server, is about to make.
    private static final Set<String> WAITED_FOR = Set.of("no_key_pair", "no_cluster");

    private final Surroundings surroundings;
    @Mixin private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--wait-seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = "How long to wait for a key pair and a cluster that are not there yet.")
    private int waitSeconds;

    CreateAdminTokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new SettingsCommand(surroundings)
                .run(options.source(surroundings.host(), Map.of()), this::makeOnceThereAreKeys);
    }

    private void makeOnceThereAreKeys(ServerConfig config) throws InterruptedException {
        for (int look = 0; ; look++) {
            try {
                make(config);
                return;
            } catch (ProblemException missing) {
                if (look >= waitSeconds || !WAITED_FOR.contains(missing.problem().code())) {
                    throw missing;
                }
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private void make(ServerConfig config) {
        Path directory = config.sluice().data().directory();
        AdminTokenFiles files = DataDirectory.adminTokenFiles(config.sluice());
        UUID audience = config.sluice().access().adminTokenAudience();
        boolean made =
                files.makeToken(
                        config.internalSigningKey(),
                        audience == null ? clusterId(config, directory) : audience,
                        surroundings.host().clock());
        surroundings
                .out()
                .println(
                        made
                                ? "made the admin token " + files.tokenFile()
                                : "there is a good admin token "
                                        + files.tokenFile()
                                        + ": nothing to do");
        surroundings
                .err()
                .println(
                        "sluice: warning: the admin token administers everything without an"
                                + " identity provider; it is for development and tests, not for"
                                + " production");
    }

    private static UUID clusterId(ServerConfig config, Path directory) {
        UUID id;
        try {
            id = config.catalog() == null ? inCatalog(directory) : written(directory);
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.unavailable(
                            "storage_unreadable",
                            "the data directory cannot be used: "
                                    + FileTrouble.sentence(e)
                                    + "; this command is for the user that the server runs as"),
                    e);
        }
        if (id == null) {
            throw Problem.notFound(
                            "no_cluster",
                            "there is no cluster in "
                                    + directory
                                    + ": start the server once, or name its directory with"
                                    + " --data-dir")
                    .asException();
        }
        return id;
    }

    private static @Nullable UUID inCatalog(Path directory) throws IOException {
        Path file = DataDirectory.catalogFile(directory);
        if (isMissing(file)) {
            return null;
        }
        try (Catalog catalog = SqlCatalog.open(file)) {
            return catalog.snapshot().clusterId();
        }
    }

    /// What a server has written down whose catalog is in a database.
    private static @Nullable UUID written(Path directory) throws IOException {
        Path file = DataDirectory.clusterFile(directory);
        return isMissing(file) ? null : CatalogStore.read(file);
    }

    /// Whether it is known that there is no such file, which whoever may not look cannot know.
    private static boolean isMissing(Path file) throws IOException {
        try {
            BasicFileAttributes _ = Files.readAttributes(file, BasicFileAttributes.class);
            return false;
        } catch (NoSuchFileException _) {
            return true;
        }
    }
}
