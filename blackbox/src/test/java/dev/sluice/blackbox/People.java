// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.Influxctl;
import dev.sluice.local.Influxctl.Browser;
import dev.sluice.local.ProfileFile;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.local.keycloak.SignInPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What people do in front of `influxctl`.
final class People {
    private People() {}

    /// Nobody is there to sign in.
    static final Browser NOBODY =
            page -> {
                throw new AssertionError("nobody should have to sign in at " + page);
            };

    /// Signs in and says yes.
    static Browser approving(Person person) {
        return page -> new SignInPages(Checkout.HTTP).approve(page, person);
    }

    /// The command line of somebody with a profile and a token cache of their own.
    ///
    /// @param home keeps both
    static Influxctl influxctl(Path home, Cluster cluster, Realm realm) throws IOException {
        return influxctl(home, ProfileFile.signingIn(cluster.port(), realm));
    }

    /// The command line of somebody with this profile and a token cache of their own.
    ///
    /// @param home keeps both
    static Influxctl influxctl(Path home, String profile) throws IOException {
        Path file = Files.createDirectories(home).resolve("config.toml");
        Files.writeString(file, profile);
        return new Influxctl(Checkout.PROGRAMS, file, home.resolve("cache"));
    }

    /// What such a command line keeps of its one sign-in for the next time (admin.md 3.4).
    static JsonNode cachedTokens(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("cache/influxctl"))) {
            List<Path> documents = files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(documents).hasSize(1);
            return new JsonMapper().readTree(Files.readString(documents.getFirst()));
        }
    }
}
