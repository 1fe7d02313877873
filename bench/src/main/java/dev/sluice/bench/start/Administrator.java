// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.start;

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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Somebody who has signed in before: a profile, and the token that was kept.
///
/// @param profile the configuration file
/// @param caches where `influxctl` keeps tokens, as `XDG_CACHE_HOME` names it
record Administrator(Path profile, Path caches) {
    /// Nobody asks the provider for anything, since the kept token is good.
    private static final URI UNASKED = URI.create("http://127.0.0.1:9/");

    private static final Duration GOOD = Duration.ofHours(1);

    /// Makes them.
    ///
    /// @param port of the server on the loopback interface
    /// @param token that it will take
    static Administrator signedIn(Path directory, int port, String token) throws IOException {
        Path profile =
                Files.writeString(
                        directory.resolve("config.toml"),
                        """
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
                                .formatted(port, UNASKED, UNASKED));
        Path caches = directory.resolve("caches");
        OAuthClient client =
                new OAuthClient(UNASKED, UNASKED, "influxctl", null, List.of(), Map.of());
        new TokenCache(caches.resolve("influxctl"), silent(), Pacer.system())
                .store(
                        CacheKey.of("default", "127.0.0.1:" + port, client),
                        new TokenSet(
                                Secret.of(token),
                                "Bearer",
                                null,
                                null,
                                InstantSource.system().instant().plus(GOOD)));
        return new Administrator(profile, caches);
    }

    /// A run of the command with these arguments.
    ///
    /// @param answer what has to be in its output
    Run run(String answer, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--config", profile.toString()));
        all.addAll(List.of(arguments));
        return new Run(caches, answer, all);
    }

    private static Terminal silent() {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Terminal(new ByteArrayInputStream(new byte[0]), nowhere, nowhere);
    }
}
