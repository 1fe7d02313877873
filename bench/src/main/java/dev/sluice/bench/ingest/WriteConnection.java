// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.bench.measure.OpenConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

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
        OpenConnection.Head answer = connection.head();
        Map<String, String> fields = answer.fields();
        int bytes =
                answer.status() == NO_CONTENT
                        ? 0
                        : Integer.parseInt(fields.getOrDefault("content-length", "-1"));
        long retryAfter = Long.parseLong(fields.getOrDefault("retry-after", "-1"));
        boolean closing = fields.getOrDefault("connection", "").equalsIgnoreCase("close");
        String said =
                new String(connection.in().readNBytes(Math.clamp(bytes, 0, BODY_BYTES_MAX)), UTF_8);
        connection.in().skipNBytes(Math.max(0, bytes - BODY_BYTES_MAX));
        return new Answer(answer.status(), retryAfter, bytes >= 0 && !closing, said);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
