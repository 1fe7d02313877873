// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An answer 405 says what the path takes, whichever layer gives it: the router for a method that
/// HTTP knows, the protocol for one that it does not (RFC 9110, 15.5.6; admin.md 4.1).
final class AllowTest {
    private static final Pattern ALLOW = Pattern.compile("(?im)^allow:([^\\r\\n]*)");

    @TempDir private Path directory;
    private OneServer server;

    @BeforeEach
    void open() {
        server = new OneServer(directory);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyPathSaysWhatItTakes() throws Exception {
        Map<String, Set<String>> paths = paths(server.routeTable());
        assertThat(paths).hasSizeGreaterThan(40);
        for (Map.Entry<String, Set<String>> path : paths.entrySet()) {
            assertRefused("FOO", path.getKey(), path.getValue());
            assertRefused("TRACE", path.getKey(), path.getValue());
        }
        assertRefused("FOO", "/api/v0/databases?status=all", Set.of("GET", "POST"));
    }

    @Test
    void whatIsNotThereTakesNothing() throws Exception {
        assertRefused("FOO", "/nowhere", Set.of());
        assertRefused("FOO", "/api/v0/nowhere", Set.of());
        assertRefused("FOO", "*", Set.of());
    }

    private void assertRefused(String method, String target, Collection<String> allowed)
            throws Exception {
        String answer = answer(method, target);
        Matcher allow = ALLOW.matcher(answer);

        assertThat(answer).as(method + " " + target).startsWith("HTTP/1.1 405 ");
        assertThat(allow.find()).as(answer).isTrue();
        assertThat(words(allow.group(1).strip())).as(answer).isEqualTo(new TreeSet<>(allowed));
        assertThat(allow.find()).as("one field").isFalse();
    }

    private String answer(String method, String target) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(
                            (method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                    .getBytes(ISO_8859_1));
            return head(socket.getInputStream());
        }
    }

    /// The answer up to its body: the server may keep the connection open behind it.
    private static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = input.read(); next != -1; next = input.read()) {
            head.append((char) next);
            if (head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    /// A path for each pattern of the table, and every method that its lines name.
    private static Map<String, Set<String>> paths(Collection<String> table) {
        Map<String, Set<String>> paths = new LinkedHashMap<>();
        for (String line : table) {
            int space = line.lastIndexOf(' ');
            String methods = line.substring(0, space);
            String path = line.substring(space + 1).replaceAll("\\{\\w+}|\\*\\*", "x");
            paths.computeIfAbsent(path, _ -> new TreeSet<>())
                    .addAll(words(methods.equals("rpc") ? "POST" : methods));
        }
        return paths;
    }

    private static Set<String> words(String methods) {
        Set<String> words = new TreeSet<>(Arrays.asList(methods.split(", ")));
        words.remove("");
        return words;
    }
}
