// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.bench.measure.OpenConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A database that is asked with GET and answers in JSON. The client reads the answer's bytes and
/// does not parse them while the clock runs, so that it costs next to nothing.
final class HttpAsker implements Asker {
    private static final int WAIT_MILLIS_MAX = 600_000;
    private static final int OK = 200;
    private static final int HEXADECIMAL = 16;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final OpenConnection connection;
    private final Language language;

    HttpAsker(InetSocketAddress server, Language language) throws IOException {
        this.connection = new OpenConnection(server, WAIT_MILLIS_MAX);
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

    @Override
    public long drain(Question question) throws IOException {
        return body(question).length;
    }

    @Override
    public Answer answer(Question question) throws IOException {
        return language.read.apply(MAPPER.readTree(body(question)));
    }

    private byte[] body(Question question) throws IOException {
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
        String length = head.fields().get("content-length");
        byte[] body =
                length == null ? chunks() : connection.in().readNBytes(Integer.parseInt(length));
        if (head.status() != OK) {
            throw new IllegalStateException(
                    "%s was answered with status %d: %s"
                            .formatted(text, head.status(), new String(body, UTF_8)));
        }
        return body;
    }

    /// A body of unknown length (RFC 9112, 7.1).
    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(connection.in().readNBytes(size));
            connection.line();
        }
        connection.line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(connection.line().split(";", 2)[0].strip(), HEXADECIMAL);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
