// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The stores that a test opens, which are closed after it.
public final class OpenedStores implements AfterEachCallback {
    /// How large the cache of each is.
    static final long CACHE_BYTES_MAX = 1 << 20;

    private final List<BucketStore> opened = new ArrayList<>();

    /// Opens a store.
    ///
    /// @param prefix as of [BucketStore#open]
    /// @param directory where its local copies are
    public BucketStore open(Bucket bucket, String prefix, Path directory) throws IOException {
        FileCache cache = FileCache.open(directory.resolve("cache"), CACHE_BYTES_MAX);
        BucketStore store = BucketStore.open(bucket, prefix, cache);
        opened.add(store);
        return store;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(BucketStore::close);
    }
}
