// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.config.AzureConfig;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.OpenedStores;
import dev.sluice.objectstore.azure.AzureBucket;
import dev.sluice.testkit.AzureServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The log in a container of Microsoft's emulator of Azure Blob Storage, one container a directory.
final class AzureObjectLogTest implements BucketLogContract {
    @TempDir private static Path serverDirectory;
    private static AzureServer server;

    @RegisterExtension final OpenedStores stores = new OpenedStores();

    @BeforeAll
    static void start() throws IOException {
        server = AzureServer.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public OpenedStores stores() {
        return stores;
    }

    @Override
    public Bucket bucket(String name) throws IOException {
        server.createBucket(name);
        AzureConfig config =
                new AzureConfig(
                        name,
                        new AzureConfig.Account(
                                AzureServer.ACCOUNT, Secret.of(AzureServer.ACCESS_KEY)));
        return AzureBucket.of(config, server.endpoint(), List.of());
    }
}
