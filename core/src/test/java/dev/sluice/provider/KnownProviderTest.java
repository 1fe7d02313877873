// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From one address of a provider to the others (admin.md 1.3).
final class KnownProviderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    KEYCLOAK; https://k.example/realms/R/protocol/openid-connect/certs; https://k.example/realms/R
                    KEYCLOAK; https://k.example/auth/realms/R/protocol/openid-connect/certs; https://k.example/auth/realms/R
                    KEYCLOAK; https://k.example:8443/realms/R/.well-known/openid-configuration; https://k.example:8443/realms/R
                    AUTH0; https://plant.auth0.example/.well-known/openid-configuration; https://plant.auth0.example
                    AUTH0; https://plant.auth0.example/.well-known/jwks.json; https://plant.auth0.example
                    ENTRA; https://login.microsoftonline.com/T/discovery/v2.0/keys; https://login.microsoftonline.com/T
                    ENTRA; https://login.microsoftonline.com/T/discovery/keys; https://login.microsoftonline.com/T
                    ENTRA; https://login.microsoftonline.com/T/v2.0/.well-known/openid-configuration; https://login.microsoftonline.com/T
                    ENTRA; https://login.microsoftonline.com/T/.well-known/openid-configuration; https://login.microsoftonline.com/T
                    KEYCLOAK; https://k.example/keys;
                    AUTH0; https://k.example/other/.well-known/openid-configuration;
                    ENTRA; https://login.microsoftonline.com/T/discovery/v2.0/keys?appid=a;
                    KEYCLOAK; /protocol/openid-connect/certs;
                    AUTH0; '';
                    """)
    void keysTellTheBase(KnownProvider provider, String keys, String base) {
        assertThat(provider.baseOfKeys(keys)).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    KEYCLOAK; https://k.example/realms/R; https://k.example/realms/R
                    KEYCLOAK; R;
                    AUTH0; https://plant.auth0.example/; https://plant.auth0.example
                    AUTH0; https://plant.auth0.example;
                    ENTRA; https://login.microsoftonline.com/T/v2.0; https://login.microsoftonline.com/T
                    ENTRA; https://sts.windows.net/T/;
                    """)
    void anIssuerTellsTheBase(KnownProvider provider, String issuer, String base) {
        assertThat(provider.baseOfIssuer(issuer)).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    KEYCLOAK; https://k.example/realms/R; https://k.example/realms/R/protocol/openid-connect/auth/device; https://k.example/realms/R/protocol/openid-connect/token
                    AUTH0; https://a.example; https://a.example/oauth/device/code; https://a.example/oauth/token
                    ENTRA; https://m.example/T; https://m.example/T/oauth2/v2.0/devicecode; https://m.example/T/oauth2/v2.0/token
                    """)
    void theBaseTellsTheDocumentedAddresses(
            KnownProvider provider, String base, String device, String token) {
        assertThat(provider.deviceUrl(base)).isEqualTo(device);
        assertThat(provider.tokenUrl(base)).isEqualTo(token);
        assertThat(provider.baseOfToken(token)).isEqualTo(base);
        assertThat(provider.baseOfKeys(provider.keysUrl(base))).isEqualTo(base);
        assertThat(provider.baseOfIssuer(provider.issuer(base))).isEqualTo(base);
    }

    @Test
    void theNameIsToBeExact() {
        assertThat(KnownProvider.named("azure")).isEqualTo(KnownProvider.ENTRA);
        assertThat(KnownProvider.ENTRA.isNamed("azure")).isTrue();
        assertThat(KnownProvider.ENTRA.isNamed("Azure")).isFalse();
        assertThat(KnownProvider.ENTRA.isNamed(null)).isFalse();
        assertThat(KnownProvider.named("Azure")).isNull();
        assertThat(KnownProvider.named("dex")).isNull();
    }
}
