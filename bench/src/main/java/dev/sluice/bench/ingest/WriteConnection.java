// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.bench.measure.OpenConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/// An HTTP/1.1 connection that is kept open, for requests whose bytes were made before. For one
/// thread.
final class WriteConnection implements AutoCloseable {
    private static final int WAIT_MILLIS_MAX = 120_000;
    private static final int BODY_BYTES_MAX = 1_024;
    private static final int NO_CONTENT = 204;

    private final OpenConnection connection;

    WriteConnection(InetSocketAddress server) throws IOException {
        connection = new OpenConnection(server, WAIT_MILLIS_MAX);
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
        connection
                .out()
                .write((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(US_ASCII));
        connection.out().write(body);
        String first = connection.line();
        int status = Integer.parseInt(first.split(" ", 3)[1]);
        int bytes = status == NO_CONTENT ? 0 : -1;
        long retryAfter = -1;
        boolean closing = false;
        for (String header = connection.line(); !header.isEmpty(); header = connection.line()) {
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
        String said =
                new String(connection.in().readNBytes(Math.clamp(bytes, 0, BODY_BYTES_MAX)), UTF_8);
        connection.in().skipNBytes(Math.max(0, bytes - BODY_BYTES_MAX));
        return new Answer(status, retryAfter, bytes >= 0 && !closing, said);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
