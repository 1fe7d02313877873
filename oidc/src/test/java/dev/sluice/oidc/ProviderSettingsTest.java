// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProviderSettingsTest {
    private static final URI KEYS = URI.create("https://provider.example/keys");

    @ParameterizedTest
    @CsvSource({"auth0, true", "keycloak, false", "azure, false", "Auth0, false", "other, false"})
    void onlyAuth0TakesIdTokensByDefault(String provider, boolean accepted) {
        assertThat(ProviderSettings.of(provider, KEYS).acceptIdTokens()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys", "/keys", "ftp://h/keys", "https:keys", "file:///keys"})
    void refusesAnEndpointThatIsNotOfTheWeb(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProviderSettings.of("keycloak", URI.create(endpoint)))
                .withMessage(
                        "jwksEndpoint \"" + endpoint + "\" is not an absolute http or https URL");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 301})
    void refusesASkewOutsideItsRange(long seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ProviderSettings(
                                "keycloak",
                                KEYS,
                                Set.of(),
                                Set.of(),
                                false,
                                Duration.ofSeconds(seconds)))
                .withMessageContaining("limit: PT5M");
    }

    @Test
    void aClientNeedsWebAddressesAndAName() {
        URI bad = URI.create("device");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OAuthClient(bad, KEYS, "id", null, List.of(), Map.of()))
                .withMessage("device_url \"device\" is not an absolute http or https URL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OAuthClient(KEYS, bad, "id", null, List.of(), Map.of()))
                .withMessageStartingWith("token_url");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OAuthClient(KEYS, KEYS, " ", null, List.of(), Map.of()))
                .withMessage("client_id is blank");
    }
}
