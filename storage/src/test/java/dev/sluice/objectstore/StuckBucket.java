// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A bucket of a service that takes requests and answers none until it is let go; then it takes
/// every object, and has none.
final class StuckBucket implements Bucket {
    /// What was asked, in order.
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /// Counted down when there is a request.
    final CountDownLatch reached = new CountDownLatch(1);

    /// Counted down when a request was interrupted.
    final CountDownLatch interrupted = new CountDownLatch(1);

    private final CountDownLatch answering = new CountDownLatch(1);

    /// Answers from now on.
    void letGo() {
        answering.countDown();
    }

    private void request(String what) throws IOException {
        asked.add(what);
        reached.countDown();
        try {
            answering.await();
        } catch (InterruptedException _) {
            interrupted.countDown();
            throw new InterruptedIOException();
        }
    }

    @Override
    public Making of(Path content) {
        return of(new byte[0]);
    }

    @Override
    public Making of(byte[] content) {
        return (name, _) -> {
            request("put " + name);
            return true;
        };
    }

    @Override
    public String markOf(String name) throws IOException {
        request("head " + name);
        throw new NoSuchFileException(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
        request("get " + name);
        throw new NoSuchFileException(name);
    }

    @Override
    public void fetch(String name, Path target) throws IOException {
        request("get " + name);
        throw new NoSuchFileException(name);
    }

    @Override
    public List<Found> list(String prefix) throws IOException {
        request("list " + prefix);
        return List.of();
    }

    @Override
    public void delete(String name) throws IOException {
        request("delete " + name);
    }

    @Override
    public String condition() {
        return "condition";
    }

    @Override
    public String failed(String verb, String name) {
        return "did not " + verb + " " + name + ": ";
    }

    @Override
    public void close() {
        letGo();
    }
}
