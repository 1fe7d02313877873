// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Other files, some operations of which fail one after the other, and which can be held up.
final class FaultyLogFiles implements LogFiles {
    private final LogFiles real;
    private final String cause;

    /// How many more operations succeed before some fail.
    private final AtomicInteger untilFailure = new AtomicInteger(0);

    /// How many fail then.
    private final AtomicInteger failuresLeft = new AtomicInteger(0);

    private final Set<String> failed = Collections.synchronizedSet(new TreeSet<>());
    private Consumer<Path> onFailedSync = _ -> {};
    private volatile @Nullable CountDownLatch gate;

    /// @param cause the message of the failure
    FaultyLogFiles(LogFiles real, String cause) {
        this.real = real;
        this.cause = cause;
    }

    /// Lets the operation after `succeeding` further ones fail, once.
    void failAfter(int succeeding) {
        failAfter(succeeding, 1);
    }

    /// Lets so many operations after `succeeding` further ones fail.
    void failAfter(int succeeding, int failures) {
        untilFailure.set(succeeding);
        failuresLeft.set(failures);
    }

    /// Is told of the segment whose sync fails.
    void onFailedSync(Consumer<Path> action) {
        onFailedSync = action;
    }

    /// How many failures are still to come.
    int failuresLeft() {
        return failuresLeft.get();
    }

    /// Holds every write up until the latch opens.
    void holdWrites(CountDownLatch untilOpen) {
        gate = untilOpen;
    }

    /// The operations that failed, if any did.
    Set<String> failed() {
        return failed;
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        step("createDirectories");
        real.createDirectories(directory);
    }

    @Override
    public Closeable lock(Path directory) throws IOException {
        step("lock");
        return real.lock(directory);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        step("list");
        return real.list(directory);
    }

    @Override
    public boolean isThere(Path segment) {
        return real.isThere(segment);
    }

    @Override
    public SegmentFile open(Path segment) throws IOException {
        step("open");
        return new FaultySegmentFile(segment, real.open(segment));
    }

    @Override
    public SegmentContent read(Path segment) throws IOException {
        step("read");
        return new FaultySegmentContent(real.read(segment));
    }

    @Override
    public void cut(Path segment, long size) throws IOException {
        step("cut");
        real.cut(segment, size);
    }

    @Override
    public void renew(Path segment, long from) throws IOException {
        step("renew");
        real.renew(segment, from);
    }

    @Override
    public void delete(Path segment) throws IOException {
        step("delete");
        real.delete(segment);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        step("syncDirectory");
        real.syncDirectory(directory);
    }

    private void step(String operation) throws IOException {
        if (failuresLeft.get() > 0 && untilFailure.getAndDecrement() <= 0) {
            failuresLeft.getAndDecrement();
            failed.add(operation);
            throw new IOException(cause);
        }
    }

    private final class FaultySegmentContent implements SegmentContent {
        private final SegmentContent content;

        FaultySegmentContent(SegmentContent content) {
            this.content = content;
        }

        @Override
        public long size() throws IOException {
            return content.size();
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            step("read of bytes");
            return content.read(into, at);
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    private final class FaultySegmentFile implements SegmentFile {
        private final Path segment;
        private final SegmentFile file;

        FaultySegmentFile(Path segment, SegmentFile file) {
            this.segment = segment;
            this.file = file;
        }

        /// A write that fails leaves half of its bytes.
        @Override
        public void write(byte[] bytes) throws IOException {
            CountDownLatch held = gate;
            if (held != null) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            try {
                step("write");
            } catch (IOException e) {
                file.write(Arrays.copyOf(bytes, bytes.length / 2));
                throw e;
            }
            file.write(bytes);
        }

        @Override
        public void sync() throws IOException {
            try {
                step("sync");
            } catch (IOException e) {
                onFailedSync.accept(segment);
                throw e;
            }
            file.sync();
        }

        @Override
        public void close() throws IOException {
            try {
                step("close");
            } finally {
                file.close();
            }
        }
    }
}
