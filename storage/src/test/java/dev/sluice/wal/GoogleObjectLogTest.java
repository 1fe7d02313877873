// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.config.GoogleConfig;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.FileCache;
import dev.sluice.objectstore.google.GoogleBucket;
import dev.sluice.testkit.GoogleServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The log in a bucket of a server that keeps the rules of Google's JSON API, one bucket a
/// directory.
final class GoogleObjectLogTest implements LogContract {
    private static GoogleServer server;

    @BeforeAll
    static void start() throws IOException {
        server = GoogleServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public WriteAheadLog open(Path directory) throws IOException {
        String bucket = "log-" + Integer.toHexString(directory.toString().hashCode());
        server.createBucket(bucket);
        GoogleConfig config =
                new GoogleConfig(bucket, new GoogleConfig.KeyText(Secret.of(server.key())));
        return ObjectLog.open(
                BucketStore.open(
                        GoogleBucket.of(config, server.endpoint(), List.of()),
                        "plant/one",
                        FileCache.open(directory.resolve("cache"), 1 << 20)),
                LogLimits.DEFAULT,
                Duration.ZERO,
                InstantSource.system(),
                _ -> {});
    }
}
