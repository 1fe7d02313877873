// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.objectstore.Bucket;
import dev.sluice.objectstore.BucketStoreContract;
import dev.sluice.objectstore.OpenedStores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// What a log promises that is in a bucket of a service: one bucket a directory.
interface BucketLogContract extends LogContract {
    /// Opens and closes stores.
    OpenedStores stores();

    /// A bucket, which is made where there is none.
    Bucket bucket(String name) throws IOException;

    @Override
    default WriteAheadLog open(Path directory) throws IOException {
        return ObjectLog.open(
                stores().open(
                                bucket(BucketStoreContract.bucketOf(directory)),
                                "plant/one",
                                directory),
                LogLimits.DEFAULT,
                Duration.ZERO,
                InstantSource.system(),
                _ -> {});
    }
}
