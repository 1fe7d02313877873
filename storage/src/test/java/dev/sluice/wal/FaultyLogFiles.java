// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Other files, one operation of which fails, and which can be held up.
final class FaultyLogFiles implements LogFiles {
    private final LogFiles real;
    private final String cause;

    /// How many more operations succeed before one fails; negative for never.
    private final AtomicInteger untilFailure = new AtomicInteger(-1);

    private final Set<String> failed = new TreeSet<>();
    private volatile @Nullable CountDownLatch gate;

    /// @param cause the message of the failure
    FaultyLogFiles(LogFiles real, String cause) {
        this.real = real;
        this.cause = cause;
    }

    /// Lets the operation after `succeeding` further ones fail, once.
    void failAfter(int succeeding) {
        untilFailure.set(succeeding);
    }

    /// Holds every write up until the latch opens.
    void holdWrites(CountDownLatch untilOpen) {
        gate = untilOpen;
    }

    /// The operation that failed, if one did.
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
    public SegmentFile open(Path segment) throws IOException {
        step("open");
        return new FaultySegmentFile(real.open(segment));
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
        if (untilFailure.get() >= 0 && untilFailure.getAndDecrement() == 0) {
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
        private final SegmentFile file;

        FaultySegmentFile(SegmentFile file) {
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
            step("sync");
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
