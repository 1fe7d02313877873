// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.testkit.Conforms;
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
    @Conforms("A-49")
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
    void goodSettingsHaveNoWarnings() {
        ProviderSettings settings =
                new ProviderSettings(
                        "azure",
                        URI.create("https://login.microsoftonline.com/t/discovery/v2.0/keys"),
                        Set.of("https://issuer.example"),
                        Set.of("api"),
                        false,
                        Duration.ZERO);

        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void warnsOfAnyAudience() {
        ProviderSettings named =
                new ProviderSettings(
                        "keycloak",
                        KEYS,
                        Set.of("https://issuer.example"),
                        Set.of(),
                        false,
                        Duration.ZERO);
        URI tenant = URI.create("https://login.microsoftonline.com/t/discovery/v2.0/keys");

        assertThat(named.warnings())
                .containsExactly(
                        "no admin.audiences: tokens that the provider issued for other"
                                + " applications are accepted");
        assertThat(ProviderSettings.of("azure", tenant).warnings()).isEqualTo(named.warnings());
    }

    @Test
    void warnsMoreWhenTheIssuerIsNotKnownEither() {
        assertThat(ProviderSettings.of("other", KEYS).warnings())
                .singleElement()
                .asString()
                .startsWith("no admin.audiences and no admin.issuer: ");
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
