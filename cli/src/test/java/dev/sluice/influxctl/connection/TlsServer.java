// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.testkit.Keytool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server with a certificate of its own making for 127.0.0.1, whose every answer is an empty
/// list.
final class TlsServer implements AutoCloseable {
    private final HttpsServer server;
    private final Path certificate;
    private final Path key;
    private final Set<String> headers = ConcurrentHashMap.newKeySet();

    private TlsServer(HttpsServer server, Path certificate, Path key) {
        this.server = server;
        this.certificate = certificate;
        this.key = key;
        server.createContext("/", this::answer);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers.addAll(exchange.getRequestHeaders().keySet());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("[]".getBytes(UTF_8));
        }
    }

    /// The names of the headers of all requests.
    Set<String> headers() {
        return Set.copyOf(headers);
    }

    static TlsServer start(Path directory) {
        return start(directory, "server", List.of("-validity", "2"));
    }

    /// One whose certificate has ended, of an authority that has not: [#certificate] is the
    /// authority's.
    static TlsServer startLate(Path directory) {
        Path file = directory.resolve("server.p12");
        KeyStore _ = generate(file, "authority", List.of("-ext", "bc:c"));
        return start(
                directory,
                "authority",
                List.of("-signer", "authority", "-startdate", "-3d", "-validity", "1"));
    }

    /// @param trusted whose certificate is given to clients
    private static TlsServer start(Path directory, String trusted, List<String> options) {
        try {
            KeyStore store = generate(directory.resolve("server.p12"), "server", options);
            Path certificate =
                    pem(
                            directory.resolve("server.pem"),
                            "CERTIFICATE",
                            store.getCertificate(trusted).getEncoded());
            Path key =
                    pem(
                            directory.resolve("server-key.pem"),
                            "PRIVATE KEY",
                            store.getKey("server", Keytool.PASSWORD.toCharArray()).getEncoded());
            HttpsServer server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
            TlsServer started = new TlsServer(server, certificate, key);
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    Path certificate() {
        return certificate;
    }

    Path key() {
        return key;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static KeyStore generate(Path file, String alias, List<String> options) {
        List<String> all =
                new ArrayList<>(List.of("-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias));
        all.addAll(List.of("-ext", "SAN=ip:127.0.0.1"));
        all.addAll(options);
        return Keytool.generate(file, all);
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        // Of several keys any may be shown.
        if (store.containsAlias("authority")) {
            store.deleteEntry("authority");
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, Keytool.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
