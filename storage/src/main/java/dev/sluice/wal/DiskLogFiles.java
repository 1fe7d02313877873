// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import dev.sluice.files.PrivateFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// The real files.
final class DiskLogFiles implements LogFiles {
    private static final int CHUNK_BYTES = 256 * 1024;

    @Override
    public void createDirectories(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        if (!Files.isDirectory(directory)) {
            createDirectories(parent);
            PrivateFiles.makeDirectory(directory);
        }
        if (Files.isReadable(parent)) {
            syncDirectory(parent);
        }
    }

    /// The lock belongs to the channel and ends with it.
    @Override
    public Closeable lock(Path directory) throws IOException {
        FileChannel lockFile =
                FileChannel.open(
                        directory.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (!tryLock(lockFile)) {
            lockFile.close();
            throw new IOException("another process uses the log directory " + directory);
        }
        return lockFile;
    }

    private static boolean tryLock(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Override
    public boolean isThere(Path segment) {
        // Where nobody can say, the next write or sync will.
        return !Files.notExists(segment);
    }

    @Override
    public SegmentFile open(Path segment) throws IOException {
        return new DiskSegmentFile(
                FileChannel.open(segment, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public SegmentContent read(Path segment) throws IOException {
        return new DiskSegmentContent(segment, FileChannel.open(segment, StandardOpenOption.READ));
    }

    @Override
    public void cut(Path segment, long size) throws IOException {
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(size);
            file.force(true);
        }
    }

    /// In place: at no moment the file has less than before.
    @Override
    public void renew(Path segment, long from) throws IOException {
        try (FileChannel file =
                FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            long at = from;
            while (file.read(chunk, at) > 0) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    at += file.write(chunk, at);
                }
                chunk.clear();
            }
            file.force(true);
        }
    }

    @Override
    public void delete(Path segment) throws IOException {
        Files.deleteIfExists(segment);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Writes through one direct buffer of its own: the channel would otherwise keep a copy of the
    /// size of the largest write for each thread.
    private static final class DiskSegmentFile implements SegmentFile {
        private final FileChannel channel;
        private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

        DiskSegmentFile(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            for (int at = 0; at < bytes.length; at += CHUNK_BYTES) {
                chunk.clear();
                chunk.put(bytes, at, Math.min(CHUNK_BYTES, bytes.length - at));
                chunk.flip();
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
            }
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private record DiskSegmentContent(Path path, FileChannel channel) implements SegmentContent {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            try {
                return channel.read(into, at);
            } catch (IOException e) {
                // The system says what, and not of which file.
                throw new IOException(
                        "log segment " + path + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
