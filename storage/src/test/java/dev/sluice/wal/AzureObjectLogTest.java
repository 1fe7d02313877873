// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.config.AzureConfig;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.FileCache;
import dev.sluice.objectstore.azure.AzureBucket;
import dev.sluice.testkit.AzureServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The log in a container of Microsoft's emulator of Azure Blob Storage, one container a directory.
final class AzureObjectLogTest implements LogContract {
    @TempDir private static Path serverDirectory;
    private static AzureServer server;

    @BeforeAll
    static void start() throws IOException {
        server = AzureServer.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public WriteAheadLog open(Path directory) throws IOException {
        String container = "log-" + Integer.toHexString(directory.toString().hashCode());
        server.createContainer(container);
        AzureConfig config =
                new AzureConfig(
                        container,
                        new AzureConfig.Account(
                                AzureServer.ACCOUNT, Secret.of(AzureServer.ACCESS_KEY)));
        return ObjectLog.open(
                BucketStore.open(
                        AzureBucket.of(config, server.endpoint(), List.of()),
                        "plant/one",
                        FileCache.open(directory.resolve("cache"), 1 << 20)),
                LogLimits.DEFAULT,
                Duration.ZERO,
                InstantSource.system(),
                _ -> {});
    }
}
