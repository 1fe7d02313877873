// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import dev.sluice.bench.measure.OpenConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/// An HTTP/1.1 connection that is kept open: requests are bytes that were made before, and of an
/// answer only the status is looked at, so that the client costs next to nothing. For one thread.
final class KeptConnection implements AutoCloseable {
    private static final int WAIT_MILLIS_MAX = 30_000;
    private static final String LENGTH = "content-length:";

    private final OpenConnection connection;

    KeptConnection(InetSocketAddress server) throws IOException {
        connection = new OpenConnection(server, WAIT_MILLIS_MAX);
    }

    /// Sends a request and reads the whole answer.
    ///
    /// @return its status
    /// @throws IOException also when an answer does not tell its length
    int exchange(byte[] request) throws IOException {
        connection.out().write(request);
        String first = connection.line();
        int bytes = -1;
        for (String header = connection.line(); !header.isEmpty(); header = connection.line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                bytes = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        if (bytes < 0) {
            throw new IOException("an answer without a length: " + first);
        }
        connection.in().skipNBytes(bytes);
        return Integer.parseInt(first.split(" ", 3)[1]);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
