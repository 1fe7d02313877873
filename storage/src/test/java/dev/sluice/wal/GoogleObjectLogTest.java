// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.config.GoogleConfig;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.OpenedStores;
import dev.sluice.objectstore.google.GoogleBucket;
import dev.sluice.testkit.GoogleServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The log in a bucket of a server that keeps the rules of Google's JSON API, one bucket a
/// directory.
final class GoogleObjectLogTest implements BucketLogContract {
    private static GoogleServer server;

    @RegisterExtension final OpenedStores stores = new OpenedStores();

    @BeforeAll
    static void start() throws IOException {
        server = GoogleServer.start();
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
        GoogleConfig config =
                new GoogleConfig(name, new GoogleConfig.KeyText(Secret.of(server.key())));
        return GoogleBucket.of(config, server.endpoint(), List.of());
    }
}
