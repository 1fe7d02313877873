// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.ServerConfig;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `sluice create-admin-token`: the job of that name (admin.md 2.2). A server may run meanwhile.
@Command(
        name = "create-admin-token",
        description = "Make the admin token where there is none that the present key pair signed.",
        mixinStandardHelpOptions = true)
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
                        audience == null
                                ? clusterId(DataDirectory.catalogFile(directory))
                                : audience,
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

    private static UUID clusterId(Path catalogFile) {
        if (!Files.exists(catalogFile)) {
            throw Problem.notFound(
                            "no_cluster",
                            "there is no cluster in "
                                    + catalogFile.getParent()
                                    + ": start the server once, or name its directory with"
                                    + " --data-dir")
                    .asException();
        }
        try (Catalog catalog = SqlCatalog.open(catalogFile)) {
            return catalog.snapshot().clusterId();
        }
    }
}
