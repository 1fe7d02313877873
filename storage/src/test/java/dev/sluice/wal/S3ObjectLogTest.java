// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.config.S3Config;
import dev.sluice.model.Secret;
import dev.sluice.objectstore.BucketStore;
import dev.sluice.objectstore.FileCache;
import dev.sluice.objectstore.s3.S3Bucket;
import dev.sluice.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The log in a bucket of a real S3 server, one bucket a directory.
final class S3ObjectLogTest implements LogContract {
    @TempDir private static Path serverDirectory;
    private static S3Server server;

    private final List<BucketStore> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start(serverDirectory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        opened.forEach(BucketStore::close);
    }

    @Override
    public WriteAheadLog open(Path directory) throws IOException {
        String bucket = "log-" + Integer.toHexString(directory.toString().hashCode());
        server.createBucket(bucket);
        BucketStore store =
                BucketStore.open(
                        new S3Bucket(
                                new S3Config(
                                        bucket,
                                        "us-east-1",
                                        server.endpoint(),
                                        new S3Config.AccessKeys(
                                                S3Server.ACCESS_KEY,
                                                Secret.of(S3Server.SECRET_KEY))),
                                List.of()),
                        "plant/one",
                        FileCache.open(directory.resolve("cache"), 1 << 20));
        opened.add(store);
        return ObjectLog.open(
                store, LogLimits.DEFAULT, Duration.ZERO, InstantSource.system(), _ -> {});
    }
}
