// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.wal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The real files.
final class DiskLogFiles implements LogFiles {
    private static final int CHUNK_BYTES = 256 * 1024;

    @Override
    public SegmentFile open(Path segment) throws IOException {
        return new DiskSegmentFile(
                FileChannel.open(segment, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
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
}
