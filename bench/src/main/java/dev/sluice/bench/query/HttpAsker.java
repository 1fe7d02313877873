// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.bench.measure.OpenConnection;
import dev.sluice.bench.measure.Resting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A database that is asked with GET and answers in JSON. The client drops the answer's bytes while
/// the clock runs, as [GrpcConnection][dev.sluice.bench.measure.GrpcConnection] does, so that it
/// costs next to nothing.
final class HttpAsker implements Asker {
    private static final int WAIT_MILLIS_MAX = 600_000;
    private static final int OK = 200;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Resting<OpenConnection> connections;
    private final Language language;

    HttpAsker(InetSocketAddress server, Language language) {
        this.connections =
                new Resting<>(() -> new OpenConnection(server, WAIT_MILLIS_MAX), REST_MAX);
        this.language = language;
    }

    /// How a database is asked.
    ///
    /// @param path with its query up to the text
    /// @param text of a question
    /// @param read reads an answer
    /// @param token that is shown, or empty
    record Language(
            String path,
            Function<Question, String> text,
            Function<JsonNode, Answer> read,
            String token) {
        String authorization() {
            return token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        }
    }

    /// Takes as many bytes of a body.
    private interface Taking {
        void take(long bytes) throws IOException;
    }

    @Override
    public void connect() throws IOException {
        connections.connection();
    }

    @Override
    public long drain(Question question) throws IOException {
        OpenConnection connection = connections.connection();
        long bytes = body(connection, ask(connection, question), connection::pass);
        connections.rest();
        return bytes;
    }

    @Override
    public Answer answer(Question question) throws IOException {
        OpenConnection connection = connections.connection();
        byte[] body = gather(connection, ask(connection, question));
        connections.rest();
        return language.read.apply(MAPPER.readTree(body));
    }

    /// Asks, and reads what stands before the answer.
    private OpenConnection.Head ask(OpenConnection connection, Question question)
            throws IOException {
        String text = language.text.apply(question);
        connection
                .out()
                .write(
                        ("GET "
                                        + language.path
                                        + URLEncoder.encode(text, UTF_8)
                                        + " HTTP/1.1\r\nHost: localhost\r\n"
                                        + language.authorization()
                                        + "\r\n")
                                .getBytes(US_ASCII));
        OpenConnection.Head head = connection.head();
        if (head.status() != OK) {
            throw new IllegalStateException(
                    "%s was answered with status %d: %s"
                            .formatted(
                                    text,
                                    head.status(),
                                    new String(gather(connection, head), UTF_8)));
        }
        return head;
    }

    private static byte[] gather(OpenConnection connection, OpenConnection.Head head)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body(
                connection,
                head,
                bytes -> body.write(connection.in().readNBytes(Math.toIntExact(bytes))));
        return body.toByteArray();
    }

    /// Takes a body, whose length may be known or not (RFC 9112, 7.1).
    ///
    /// @return how many bytes it has
    private static long body(OpenConnection connection, OpenConnection.Head head, Taking taking)
            throws IOException {
        String length = head.fields().get("content-length");
        if (length != null) {
            long bytes = Long.parseLong(length);
            taking.take(bytes);
            return bytes;
        }
        long bytes = 0;
        for (long size = connection.chunkSize(); size > 0; size = connection.chunkSize()) {
            taking.take(size);
            connection.line();
            bytes += size;
        }
        connection.line();
        return bytes;
    }

    @Override
    public void close() throws IOException {
        connections.close();
    }
}
