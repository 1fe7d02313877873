// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Files in memory that know what is synced, so that the power can be taken away: bytes that were
/// not synced and names whose directory was not are lost then, or some of them.
final class MemoryLogFiles implements LogFiles {
    private final Map<Path, Content> files = new TreeMap<>();
    private final Set<Path> locked = new HashSet<>();

    /// The names that a loss of power cannot change, as they were at the last sync.
    private final Map<Path, Content> lasting = new TreeMap<>();

    /// What is left of bytes and names that were not synced.
    enum Loss {
        /// Only the process ended; the system wrote everything later.
        NOTHING,
        /// Half of the bytes; new names are kept, removed ones are removed.
        HALF,
        /// Nothing that was not synced is left.
        EVERYTHING
    }

    /// A file's bytes; its names can outlive them and the other way round.
    private static final class Content {
        private byte[] bytes = {};
        private int syncedLength;

        /// From here to [#givenUpTo] the system shows bytes that it has given up writing.
        private int givenUpFrom;

        private int givenUpTo;

        void keep(int length) {
            bytes = Arrays.copyOf(bytes, length);
            syncedLength = length;
            givenUpTo = Math.min(givenUpTo, length);
        }

        void renew(int from) {
            syncedLength = bytes.length;
            givenUpTo = Math.min(givenUpTo, from);
        }

        /// What was given up was never on the disk.
        void loseGivenUp() {
            int to = Math.min(givenUpTo, bytes.length);
            if (givenUpFrom < to) {
                Arrays.fill(bytes, givenUpFrom, to, (byte) 0);
            }
            givenUpTo = 0;
        }
    }

    /// What a system may do after a sync that failed: it shows what was written and takes it for
    /// clean, so that the next sync has nothing to do.
    synchronized void giveUp(Path segment) {
        Content file = files.get(segment);
        if (file != null && file.syncedLength < file.bytes.length) {
            file.givenUpFrom = file.syncedLength;
            file.givenUpTo = file.bytes.length;
        }
    }

    /// What the next process finds after the power was gone.
    synchronized void losePower(Loss loss) {
        locked.clear();
        if (loss == Loss.EVERYTHING) {
            files.clear();
            files.putAll(lasting);
        }
        for (Content file : files.values()) {
            int unsynced = file.bytes.length - file.syncedLength;
            if (loss != Loss.NOTHING) {
                file.loseGivenUp();
            }
            switch (loss) {
                case NOTHING -> {}
                case HALF -> file.keep(file.syncedLength + unsynced / 2);
                case EVERYTHING -> file.keep(file.syncedLength);
            }
        }
    }

    @Override
    public void createDirectories(Path directory) {}

    @Override
    public synchronized Closeable lock(Path directory) throws IOException {
        if (!locked.add(directory)) {
            throw new IOException("another process uses the log directory " + directory);
        }
        return () -> unlock(directory);
    }

    private synchronized void unlock(Path directory) {
        locked.remove(directory);
    }

    @Override
    public synchronized List<Path> list(Path directory) {
        return files.keySet().stream()
                .filter(file -> Objects.equals(file.getParent(), directory))
                .toList();
    }

    @Override
    public synchronized boolean isThere(Path segment) {
        return files.containsKey(segment);
    }

    @Override
    public synchronized SegmentFile open(Path segment) {
        return new Writer(files.computeIfAbsent(segment, _ -> new Content()));
    }

    @Override
    public synchronized SegmentContent read(Path segment) throws IOException {
        return new Reader(ByteBuffer.wrap(find(segment).bytes.clone()));
    }

    @Override
    public synchronized void cut(Path segment, long size) throws IOException {
        Content file = find(segment);
        file.keep((int) Math.min(size, file.bytes.length));
    }

    @Override
    public synchronized void renew(Path segment, long from) throws IOException {
        find(segment).renew((int) from);
    }

    @Override
    public synchronized void delete(Path segment) {
        files.remove(segment);
    }

    @Override
    public synchronized void syncDirectory(Path directory) {
        lasting.keySet().removeIf(file -> Objects.equals(file.getParent(), directory));
        for (Path file : list(directory)) {
            lasting.put(file, Objects.requireNonNull(files.get(file)));
        }
    }

    private Content find(Path segment) throws NoSuchFileException {
        Content file = files.get(segment);
        if (file == null) {
            throw new NoSuchFileException(segment.toString());
        }
        return file;
    }

    private final class Writer implements SegmentFile {
        private final Content file;

        Writer(Content file) {
            this.file = file;
        }

        @Override
        public void write(byte[] bytes) {
            synchronized (MemoryLogFiles.this) {
                int end = file.bytes.length;
                file.bytes = Arrays.copyOf(file.bytes, end + bytes.length);
                System.arraycopy(bytes, 0, file.bytes, end, bytes.length);
            }
        }

        @Override
        public void sync() {
            synchronized (MemoryLogFiles.this) {
                file.syncedLength = file.bytes.length;
            }
        }

        @Override
        public void close() {}
    }

    private record Reader(ByteBuffer bytes) implements SegmentContent {
        @Override
        public long size() {
            return bytes.limit();
        }

        @Override
        public int read(ByteBuffer into, long at) {
            int length = Math.min(into.remaining(), bytes.limit() - (int) at);
            if (length <= 0) {
                return -1;
            }
            into.put(bytes.slice((int) at, length));
            return length;
        }

        @Override
        public void close() {}
    }
}
