// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.operator.Resources;
import dev.sluice.testkit.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The profile of `influxctl` that each cluster has (admin.md 6.4). A test of `influxctl` reads
/// every file of `golden` that ends in `-profile.toml`.
final class ConnectionProfileTest {
    private static final String KEYCLOAK =
            """
            admin:
              identityProvider: keycloak
              jwksEndpoint: http://keycloak.id:8080/realms/plant/protocol/openid-connect/certs
              users: [{id: "1", firstName: Ada, lastName: Lovelace, email: ada@example.com}]
            """;

    private static String profile(Rendered rendered) {
        return rendered.tree("ConfigMap", ConnectionProfile.MAP).at("/data/config.toml").asText();
    }

    private static String profile(String... settings) {
        return profile(Rendered.of(settings));
    }

    @ParameterizedTest
    @ValueSource(strings = {"keycloak", "auth0", "entra"})
    void ofTheDocumentedProviders(String provider) {
        Golden.check(
                provider + "-profile.toml",
                profile(Rendered.of(Resources.shipped(provider + "-appinstance.yaml"))));
    }

    /// What cannot be known is said in capitals.
    @Test
    void ofAnotherProviderAndWithoutIngress() {
        Golden.check(
                "dex-profile.toml",
                profile(
                        "admin: {identityProvider: dex, jwksEndpoint: 'https://dex.example/keys',"
                                + " users: []}"));
    }

    @Test
    void withoutProviderAndHost() {
        Golden.check("token-profile.toml", profile("ingress: {hosts: ['*.plant.example']}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    {hosts: [a.example, b.example], tlsSecretName: tls}; a.example; 443
                    {hosts: ['', '*.example', b.example], tlsSecretName: tls}; b.example; 443
                    {hosts: [a.example]}; a.example; 80
                    {tlsSecretName: tls}; CLUSTER_HOST; 443
                    """)
    void leadsToTheFirstHost(String ingress, String host, String port) {
        String profile = profile("ingress: " + ingress);

        assertThat(profile).contains("    host = \"" + host + "\"\n    port = \"" + port + "\"\n");
        assertThat(profile.contains("    [profile.tls]\n        disable = true\n"))
                .isEqualTo(port.equals("80"));
    }

    /// Where the cluster reaches the provider by a name of its own, the issuer has the one that
    /// people know.
    @Test
    void peopleSignInAtTheIssuer() {
        assertThat(profile(KEYCLOAK)).contains("\"http://keycloak.id:8080/realms/plant/protocol");
        assertThat(profile(KEYCLOAK, "admin: {issuer: ['https://id.example/realms/plant']}"))
                .contains(
                        "device_url ="
                                + " \"https://id.example/realms/plant/protocol/openid-connect/auth/device\"")
                .contains(
                        "token_url ="
                                + " \"https://id.example/realms/plant/protocol/openid-connect/token\"")
                .doesNotContain("keycloak.id");
    }

    @Test
    void asksAuth0ForTheAudience() {
        String auth0 =
                "admin: {identityProvider: auth0, users: [], audiences: ['https://plant.example/'],"
                        + " jwksEndpoint: 'https://a.example/.well-known/openid-configuration'}";

        assertThat(profile(auth0))
                .contains("        parameters = { audience = \"https://plant.example/\" }\n")
                .contains("        token_url = \"https://a.example/oauth/token\"\n");
    }

    /// The servers refuse it; the profile is made before they are asked.
    @Test
    void survivesWhatIsRefusedLater() {
        assertThat(profile("admin: {identityProvider: 7, jwksEndpoint: [], issuer: {a: b}}"))
                .contains("token_file");
        assertThat(
                        profile(
                                "admin: {identityProvider: keycloak, issuer: [7],"
                                        + " jwksEndpoint: 'a\"b'}"))
                .contains("PROVIDER_TOKEN_ENDPOINT");
    }
}
