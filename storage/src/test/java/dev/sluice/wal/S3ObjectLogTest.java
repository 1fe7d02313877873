// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.config.S3Config;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.OpenedStores;
import dev.sluice.objectstore.s3.S3Bucket;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The log in a bucket of a real S3 server, one bucket a directory.
final class S3ObjectLogTest implements BucketLogContract {
    @TempDir private static Path serverDirectory;
    private static S3Server server;

    @RegisterExtension final OpenedStores stores = new OpenedStores();

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(serverDirectory);
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
        return new S3Bucket(
                new S3Config(
                        name,
                        "us-east-1",
                        server.endpoint(),
                        new S3Config.AccessKeys(
                                S3Server.ACCESS_KEY, Secret.of(S3Server.SECRET_KEY))),
                List.of());
    }
}
