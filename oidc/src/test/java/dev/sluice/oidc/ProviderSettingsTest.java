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
    void warnsOfPlainTextKeysAndOfAnyAudience() {
        assertThat(ProviderSettings.of("keycloak", URI.create("http://kc:8080/c")).warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning).startsWith("jwksEndpoint is http"))
                .anySatisfy(warning -> assertThat(warning).startsWith("no admin.audiences"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Azure", "AzureAD", "entra"})
    @Conforms("A-7")
    void warnsOfEntraUnderAnotherName(String provider) {
        URI keys = URI.create("https://login.MicrosoftOnline.com/t/discovery/v2.0/keys");

        assertThat(ProviderSettings.of(provider, keys).warnings())
                .anySatisfy(warning -> assertThat(warning).contains("under the name azure"));
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
