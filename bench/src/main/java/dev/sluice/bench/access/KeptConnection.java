// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/// An HTTP/1.1 connection that is kept open: requests are bytes that were made before, and of an
/// answer only the status is looked at, so that the client costs next to nothing. For one thread.
final class KeptConnection implements AutoCloseable {
    private static final int WAIT_MILLIS_MAX = 30_000;
    private static final int LINE_BYTES_MAX = 8_192;
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] line = new byte[LINE_BYTES_MAX];

    KeptConnection(InetSocketAddress server) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(WAIT_MILLIS_MAX);
        socket.connect(server, WAIT_MILLIS_MAX);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// Sends a request and reads the whole answer.
    ///
    /// @return its status
    /// @throws IOException also when an answer does not tell its length
    int exchange(byte[] request) throws IOException {
        out.write(request);
        String first = line();
        int bytes = -1;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                bytes = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        if (bytes < 0) {
            throw new IOException("an answer without a length: " + first);
        }
        in.skipNBytes(bytes);
        return Integer.parseInt(first.split(" ", 3)[1]);
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
