// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.model.ProblemException;
import dev.sluice.oidc.OAuthClient;
import dev.sluice.testkit.Conforms;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said about the addresses of Microsoft Entra ID before they are asked (admin.md 3.3).
final class EntraAddressesTest {
    private static final String HOST = "https://login.microsoftonline.com";
    private static final String TENANT = "/b0c7f3a1-4d58-4a0e-9b6f-2f2d4d0a7c11";

    @Test
    void takesTheDocumentedAddresses() {
        assertThatCode(() ->
                        EntraAddresses.require(
                                client(
                                        HOST + TENANT + "/oauth2/v2.0/devicecode",
                                        HOST + TENANT + "/oauth2/v2.0/token",
                                        "APP/.default")))
                .doesNotThrowAnyException();
    }

    @Test
    void leavesOtherProvidersAlone() {
        assertThatCode(() ->
                        EntraAddresses.require(client("https://idp.example/d", "https://other/t")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    https://login.microsoftonline.us/T/oauth2/v2.0/token; must be on one Microsoft host
                    https://login.microsoftonline.com/U/oauth2/v2.0/token; must have one tenant, not "T" and "U"
                    https://login.microsoftonline.com//oauth2/v2.0/token; put in your tenant's ID
                    https://login.microsoftonline.com/T/oauth2/token; token_url must be https://login.microsoftonline.com/TENANT_ID/oauth2/v2.0/token
                    https://login.microsoftonline.com/T/oauth2/v2.0/token/; token_url must be
                    """)
    @Conforms("A-108")
    void saysWhatIsWrongWithTheTokenAddress(String tokenUrl, String said) {
        assertThat(refusal(client(HOST + "/T/oauth2/v2.0/devicecode", tokenUrl, "s")))
                .startsWith("[profile.auth.oauth2]: Microsoft Entra ID: ")
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource({"AZURE_TENANT_ID", "TENANT_ID", "your-tenant"})
    void takesAPlaceholderForNoTenant(String tenant) {
        String base = HOST + "/" + tenant + "/oauth2/v2.0/";

        assertThat(refusal(client(base + "devicecode", base + "token", "s")))
                .contains("has \"" + tenant + "\" for a tenant; put in your tenant's ID");
    }

    @Test
    void wantsScopes() {
        assertThat(
                        refusal(
                                client(
                                        HOST + TENANT + "/oauth2/v2.0/devicecode",
                                        HOST + TENANT + "/oauth2/v2.0/token")))
                .endsWith("scopes must not be empty; set scopes = [\"APP/.default\"]");
    }

    private static String refusal(OAuthClient client) {
        return String.valueOf(
                catchThrowableOfType(ProblemException.class, () -> EntraAddresses.require(client))
                        .problem()
                        .message());
    }

    private static OAuthClient client(String deviceUrl, String tokenUrl, String... scopes) {
        return new OAuthClient(
                URI.create(deviceUrl),
                URI.create(tokenUrl),
                "APP",
                null,
                List.of(scopes),
                Map.of());
    }
}
