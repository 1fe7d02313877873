// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.influxctl.login.EntraAddresses;
import dev.sluice.influxctl.setup.ProviderKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The profiles that the operator makes (admin.md 6.4), as its own tests have them.
final class ClusterProfilesTest {
    private static final Path MADE = Path.of("..", "operator", "src", "test", "golden");

    private static Profile read(Path file) {
        ProfileFile profiles =
                new ProfileReader(
                                new Surroundings(Map.of(), Path.of("home"), OperatingSystem.LINUX))
                        .read(file);
        assertThat(profiles.warnings()).isEmpty();
        return profiles.require("default");
    }

    private static Profile made(String provider) {
        return read(MADE.resolve(provider + "-profile.toml"));
    }

    @Test
    void eachIsRead() throws IOException {
        try (Stream<Path> files = Files.list(MADE)) {
            List<Path> profiles =
                    files.filter(file -> file.toString().endsWith("-profile.toml")).toList();

            assertThat(profiles).hasSize(5).allSatisfy(ClusterProfilesTest::read);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "keycloak, KEYCLOAK, KEYCLOAK_CLIENT_ID",
        "auth0, AUTH0, AUTH0_CLIENT_ID",
        "entra, ENTRA, AZURE_CLIENT_ID"
    })
    void thoseOfDocumentedProvidersLackTheClientAlone(
            String provider, ProviderKind kind, String client) {
        Profile profile = made(provider);
        OAuthSettings signIn = Objects.requireNonNull(profile.oauth2());

        assertThat(profile.origin()).isEqualTo(URI.create("https://plant.example:443"));
        assertThat(ProviderKind.of(signIn.tokenUrl())).isEqualTo(kind);
        assertThat(signIn.clientId()).isEqualTo(client);
        assertThat(signIn.clientSecret()).isNull();
        assertThat(signIn.deviceUrl().getHost()).isEqualTo(signIn.tokenUrl().getHost());
    }

    @Test
    void entrasSatisfiesWhatIsCheckedBeforeASignIn() {
        OAuthSettings signIn = Objects.requireNonNull(made("entra").oauth2());

        assertThat(signIn.scopes()).containsExactly("AZURE_CLIENT_ID/.default");
        assertThatCode(() -> EntraAddresses.require(signIn.client())).doesNotThrowAnyException();
    }

    @Test
    void withoutProviderTheAdminTokenSignsIn() {
        assertThat(made("token").oauth2()).isNull();
        assertThat(made("token").tokenFile()).isEqualTo(Path.of("token.json"));
    }

    @Test
    void withoutIngressItLeadsToThisMachineInClear() {
        assertThat(made("dex").origin()).isEqualTo(URI.create("http://localhost:8086"));
    }
}
