// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.dist;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.tokencache.CacheKey;
import dev.sluice.influxctl.tokencache.TokenCache;
import dev.sluice.model.Secret;
import dev.sluice.oidc.OAuthClient;
import dev.sluice.oidc.Pacer;
import dev.sluice.oidc.TokenSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Runs of `influxctl`: a listing with the token of an earlier sign-in, against a cluster that has
/// nothing to list; help; the version.
final class CommandLineTraining implements Training {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9/");
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    @Override
    public void record(Application application, Path scratch, Path cache)
            throws IOException, InterruptedException {
        Path list = Files.writeString(scratch.resolve("list"), observe(application, scratch));
        Tools.run(
                application.tree().root(),
                Map.of(),
                application.java(
                        List.of(
                                "-Xshare:dump",
                                "-XX:+AOTClassLinking",
                                "-XX:SharedClassListFile=" + list,
                                "-XX:SharedArchiveFile=" + cache)));
    }

    /// What all runs used.
    private static String observe(Application application, Path scratch)
            throws IOException, InterruptedException {
        HttpServer cluster =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        cluster.createContext("/", CommandLineTraining::answer);
        cluster.start();
        try {
            int port = cluster.getAddress().getPort();
            Path profile = Files.writeString(scratch.resolve("config.toml"), profile(port));
            signIn(scratch.resolve("cache/influxctl"), port);
            ClassList seen = new ClassList();
            String config = profile.toString();
            run(application, scratch, seen, "--config", config, "token", "list");
            run(application, scratch, seen, "--config", config, "database", "list");
            run(application, scratch, seen, "--help");
            run(application, scratch, seen, "version");
            return seen.toString();
        } finally {
            cluster.stop(0);
        }
    }

    private static void run(
            Application application, Path scratch, ClassList seen, String... arguments)
            throws IOException, InterruptedException {
        Path list = scratch.resolve("classes");
        Tools.run(
                application.tree().root(),
                Map.of("XDG_CACHE_HOME", scratch.resolve("cache").toString()),
                application.java(List.of("-Xint", "-XX:DumpLoadedClassList=" + list), arguments));
        seen.add(Files.readString(list));
        Files.delete(list);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] nothing = "[]".getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, nothing.length);
            exchange.getResponseBody().write(nothing);
        }
    }

    private static String profile(int port) {
        return """
        [[profile]]
        name = "default"
        product = "clustered"
        host = "127.0.0.1"
        port = "%d"
        [profile.tls]
        disable = true
        [profile.auth.oauth2]
        client_id = "influxctl"
        device_url = "%s"
        token_url = "%s"
        """
                .formatted(port, NOBODY, NOBODY);
    }

    /// Leaves the token of a sign-in that nobody made; only its form is looked at.
    private static void signIn(Path cache, int port) {
        OAuthClient client =
                new OAuthClient(NOBODY, NOBODY, "influxctl", null, List.of(), Map.of());
        String token =
                part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
                        + "."
                        + part("{\"sub\":\"nobody\",\"exp\":32503680000}")
                        + "."
                        + part("no signature");
        new TokenCache(cache, silent(), Pacer.system())
                .store(
                        CacheKey.of("default", "127.0.0.1:" + port, client),
                        new TokenSet(Secret.of(token), "Bearer", null, null, FAR));
    }

    private static String part(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Terminal silent() {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Terminal(new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
    }
}
