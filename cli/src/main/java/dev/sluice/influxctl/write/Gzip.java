// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Line protocol shrinks to a tenth; networks are slower than the fastest level.
public final class Gzip {
    private static final int MAGIC_FIRST = 0x1f;
    private static final int MAGIC_SECOND = 0x8b;
    private static final int BUFFER_BYTES = 64 << 10;

    private Gzip() {}

    /// The bytes compressed, quickly.
    static byte[] fast(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4);
        try (OutputStream gzip = new FastGzipStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a stream in memory failed", e);
        }
        return compressed.toByteArray();
    }

    /// What `input` holds, uncompressed if it is compressed; line protocol never begins like gzip.
    public static InputStream opened(InputStream input) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(input, 2);
        byte[] head = stream.readNBytes(2);
        stream.unread(head);
        boolean compressed =
                head.length == 2
                        && (head[0] & 0xff) == MAGIC_FIRST
                        && (head[1] & 0xff) == MAGIC_SECOND;
        return compressed ? new GZIPInputStream(stream, BUFFER_BYTES) : stream;
    }

    private static final class FastGzipStream extends GZIPOutputStream {
        FastGzipStream(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
