// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.measure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A connection for HTTP/1.1 that is kept open, so that the client of a bench costs next to
/// nothing: what is sent was made before. For one thread.
public final class OpenConnection implements Closeable {
    private static final int LINE_BYTES_MAX = 8_192;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int HEXADECIMAL = 16;

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final InputStream in;
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private final byte[] passed = new byte[BUFFER_BYTES];

    /// @param waitMillisMax how long to wait for the connection, and for each byte of an answer
    public OpenConnection(InetSocketAddress server, int waitMillisMax) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(waitMillisMax);
        socket.connect(server, waitMillisMax);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    }

    /// Where requests go; not buffered.
    public OutputStream out() {
        return out;
    }

    /// Where answers come from.
    public InputStream in() {
        return in;
    }

    /// What stands before the body of an answer.
    ///
    /// @param status of the answer
    /// @param fields by name in small letters; of several with one name the last
    public record Head(int status, Map<String, String> fields) {}

    /// Reads the head of an answer.
    ///
    /// @throws EOFException as of [#line]
    public Head head() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> fields = new HashMap<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = Math.max(0, field.indexOf(':'));
            fields.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        return new Head(status, fields);
    }

    /// Takes bytes of an answer and drops them.
    ///
    /// @throws EOFException when the answer ends before them
    public void pass(long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            int read = in.read(passed, 0, (int) Math.min(left, passed.length));
            if (read < 0) {
                throw ended();
            }
            left -= read;
        }
    }

    /// The next line of an answer as the size of a chunk (RFC 9112, 7.1), without its extensions.
    ///
    /// @throws EOFException when the answer ends before it
    public long chunkSize() throws IOException {
        long size = 0;
        boolean digits = true;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw ended();
            }
            int digit = Character.digit(next, HEXADECIMAL);
            digits &= digit >= 0;
            if (digits) {
                size = size * HEXADECIMAL + digit;
            }
        }
        return size;
    }

    private static EOFException ended() {
        return new EOFException("the server ended in the middle of an answer");
    }

    /// The next line of an answer, without its end.
    ///
    /// @throws EOFException when the answer ends before it, or it is longer than any header
    public String line() throws IOException {
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || length == line.length) {
                throw ended();
            }
            line[length++] = (byte) next;
        }
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
