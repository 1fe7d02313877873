// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A bucket of a service that makes each object, whether there is one or not.
///
/// @param bucket keeps them
record ForgetfulBucket(Bucket bucket) implements Bucket {
    @Override
    public Making of(Path content) {
        return always(bucket.of(content));
    }

    @Override
    public Making of(byte[] content) {
        return always(bucket.of(content));
    }

    private Making always(Making making) {
        return (name, mark) -> {
            bucket.delete(name);
            // False where the client's library asked twice; the object is made all the same.
            boolean _ = making.create(name, mark);
            return true;
        };
    }

    @Override
    public String markOf(String name) throws IOException {
        return bucket.markOf(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
        return bucket.read(name);
    }

    @Override
    public void fetch(String name, Path target) throws IOException {
        bucket.fetch(name, target);
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        return bucket.list(prefix);
    }

    @Override
    public void delete(String name) throws IOException {
        bucket.delete(name);
    }

    @Override
    public String condition() {
        return bucket.condition();
    }

    @Override
    public String failed(String verb, String name) {
        return bucket.failed(verb, name);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
