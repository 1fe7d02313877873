// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The real files, one operation of which fails, and which can be held up.
final class FaultyLogFiles implements LogFiles {
    private final LogFiles real = new DiskLogFiles();

    /// How many more operations succeed before one fails; negative for never.
    private final AtomicInteger untilFailure = new AtomicInteger(-1);

    private volatile @Nullable CountDownLatch gate;

    /// Lets the operation after `succeeding` further ones fail, once.
    void failAfter(int succeeding) {
        untilFailure.set(succeeding);
    }

    /// Holds every write up until the latch opens.
    void holdWrites(CountDownLatch untilOpen) {
        gate = untilOpen;
    }

    @Override
    public SegmentFile open(Path segment) throws IOException {
        step("open");
        return new FaultySegmentFile(real.open(segment));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        step("syncDirectory");
        real.syncDirectory(directory);
    }

    private void step(String operation) throws IOException {
        if (untilFailure.get() >= 0 && untilFailure.getAndDecrement() == 0) {
            throw new IOException("no " + operation + " today");
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
            file.close();
        }
    }
}
