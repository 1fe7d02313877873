// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/// A service of buckets for tests that hold whichever provider it is of.
public interface BucketServer extends AutoCloseable {
    /// Where it is.
    URI endpoint();

    /// The settings of a bucket of this server.
    List<String> settings(String bucket);

    /// Makes a bucket, where there is none of this name.
    void createBucket(String name) throws IOException;

    /// The names of all objects of a bucket, sorted.
    List<String> objects(String bucket) throws IOException;

    /// Answers nobody from here on.
    void stop();

    /// Starts it again after [#stop], where it was and with what it had.
    void restart() throws IOException;

    @Override
    void close();
}
