// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/// An HTTP/1.1 connection that is kept open, for requests whose bytes were made before. For one
/// thread.
final class WriteConnection implements AutoCloseable {
    private static final int WAIT_MILLIS_MAX = 120_000;
    private static final int LINE_BYTES_MAX = 8_192;
    private static final int BODY_BYTES_MAX = 1_024;
    private static final int NO_CONTENT = 204;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] line = new byte[LINE_BYTES_MAX];

    WriteConnection(InetSocketAddress server) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(WAIT_MILLIS_MAX);
        socket.connect(server, WAIT_MILLIS_MAX);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// What the server said.
    ///
    /// @param status of the answer
    /// @param retryAfterSeconds how long it asks to wait; -1 when it does not ask
    /// @param reusable whether the connection can take another request
    /// @param body the beginning of it
    record Answer(int status, long retryAfterSeconds, boolean reusable, String body) {}

    /// Sends a request and reads the answer.
    ///
    /// @param head the request's first line and its header, each ending with a line break, without
    ///   `Content-Length`
    /// @param body all of it
    Answer exchange(String head, byte[] body) throws IOException {
        out.write((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(US_ASCII));
        out.write(body);
        String first = line();
        int status = Integer.parseInt(first.split(" ", 3)[1]);
        int bytes = status == NO_CONTENT ? 0 : -1;
        long retryAfter = -1;
        boolean closing = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT)) {
                case "content-length" -> bytes = Integer.parseInt(value);
                case "retry-after" -> retryAfter = Long.parseLong(value);
                case "connection" -> closing |= value.equalsIgnoreCase("close");
                default -> {
                    // The other headers tell nothing that is needed here.
                }
            }
        }
        String said = new String(in.readNBytes(Math.clamp(bytes, 0, BODY_BYTES_MAX)), UTF_8);
        in.skipNBytes(Math.max(0, bytes - BODY_BYTES_MAX));
        return new Answer(status, retryAfter, bytes >= 0 && !closing, said);
    }

    private String line() throws IOException {
        int length = 0;
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || length == line.length) {
                throw new EOFException("the server ended in the middle of an answer");
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
