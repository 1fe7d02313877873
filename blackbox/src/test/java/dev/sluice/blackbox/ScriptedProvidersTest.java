// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.Influxctl.Browser;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedAuth0;
import dev.sluice.testkit.ScriptedEntra;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The documented settings for Auth0 and Microsoft Entra ID in the shipped programs, against
/// scripted tenants that behave as those providers do (admin.md 1.4, 1.8.2, 1.8.3 and 3.3).
final class ScriptedProvidersTest {
    private static final List<String> LIST = List.of("token", "list");

    /// The person whose consent is scripted.
    private static final Browser ELSEWHERE = _ -> {};

    private final StubIdentityProvider provider = StubIdentityProvider.start();
    @TempDir private Path directory;

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    @Conforms({"A-4", "A-18", "A-78", "A-101", "A-107"})
    void auth0LetsItsUserInByTheIdToken() throws IOException, InterruptedException {
        ScriptedAuth0 auth0 = ScriptedAuth0.on(provider, 1);
        provider.script(ScriptedAuth0.TOKEN_PATH, ScriptedAuth0.pending());
        Map<String, String> values =
                Map.of(
                        "AUTH0_HOST", auth0.host(),
                        "AUTH0_USER_ID", ScriptedAuth0.USER,
                        "AUTH0_CLIENT_ID", ScriptedAuth0.CLIENT_ID,
                        "AUTH0_CLIENT_SECRET", ScriptedAuth0.CLIENT_SECRET);

        Result result = signIn("auth0", Documented.AUTH0_PROFILE, values);

        assertThat(result.status()).as(result.talk()).isZero();
        assertThat(result.output()).contains("DESCRIPTION");
        assertThat(result.talk()).contains(auth0.issuer() + "activate?user_code=QTZL-MCBW");
        assertThat(provider.forms(ScriptedAuth0.TOKEN_PATH))
                .hasSize(2)
                .allMatch(form -> ScriptedAuth0.CLIENT_SECRET.equals(form.get("client_secret")));
    }

    @Test
    @Conforms({"A-5", "A-19", "A-20", "A-79"})
    void entraLetsItsUserInByATokenOfVersionOne() throws IOException, InterruptedException {
        ScriptedEntra entra = ScriptedEntra.on(provider, ScriptedEntra.ID, 1);
        entra.issue(entra.sign(entra.version1()));
        entra.scriptPolls(ScriptedEntra.pending());

        Result result = signIn("entra", Documented.ENTRA_PROFILE, documented(entra));

        assertThat(result.status()).as(result.talk()).isZero();
        assertThat(result.output()).contains("DESCRIPTION");
        assertThat(result.talk()).contains(ScriptedEntra.MESSAGE).doesNotContain("code in it");
        assertThat(provider.forms(entra.path("oauth2/v2.0/devicecode")))
                .containsExactly(
                        Map.of(
                                "client_id",
                                ScriptedEntra.CLIENT_ID,
                                "scope",
                                ScriptedEntra.CLIENT_ID + "/.default"));
    }

    /// The members of the document go into the settings as they are, in place of what the
    /// documentation makes of host and tenant.
    @Test
    @Conforms({"A-21", "A-26"})
    void whatEntrasDiscoveryDocumentNamesSignsAnAdministratorIn()
            throws IOException, InterruptedException {
        ScriptedEntra entra = ScriptedEntra.on(provider, ScriptedEntra.ID, 1);
        JsonNode document = fetched(entra.url("v2.0/.well-known/openid-configuration"));
        String below = "https://login.microsoftonline.com/AZURE_TENANT_ID/";
        Map<String, String> values =
                Map.of(
                        below + "discovery/v2.0/keys",
                        member(document, "jwks_uri"),
                        below + "oauth2/v2.0/devicecode",
                        member(document, "device_authorization_endpoint"),
                        below + "oauth2/v2.0/token",
                        member(document, "token_endpoint"),
                        "AZURE_USER_ID",
                        ScriptedEntra.OBJECT_ID,
                        "AZURE_CLIENT_ID",
                        ScriptedEntra.CLIENT_ID);

        Result result = signIn("entra", Documented.ENTRA_PROFILE, values);

        assertThat(result.status()).as(result.talk()).isZero();
        assertThat(result.output()).contains("DESCRIPTION");
        assertThat(provider.requests(entra.path("discovery/v2.0/keys"))).isPositive();
    }

    @Test
    @Conforms("A-26")
    void entrasDiscoveryDocumentNamesTheDocumentedAddresses()
            throws IOException, InterruptedException {
        ScriptedEntra entra = ScriptedEntra.on(provider, ScriptedEntra.ID, 1);
        JsonNode document = fetched(entra.url("v2.0/.well-known/openid-configuration"));
        Map<String, String> values = documented(entra);
        String appInstance = Documented.appInstance("entra", values);
        String profile = Documented.filled(Documented.ENTRA_PROFILE, values);

        assertThat(appInstance).contains("\n          " + member(document, "jwks_uri") + "\n");
        assertThat(profile)
                .contains("\"" + member(document, "device_authorization_endpoint") + "\"")
                .contains("\"" + member(document, "token_endpoint") + "\"");
    }

    private static Map<String, String> documented(ScriptedEntra entra) {
        return Map.of(
                "login.microsoftonline.com", entra.host(),
                "AZURE_TENANT_ID", ScriptedEntra.ID,
                "AZURE_USER_ID", ScriptedEntra.OBJECT_ID,
                "AZURE_CLIENT_ID", ScriptedEntra.CLIENT_ID);
    }

    private Result signIn(String name, String profile, Map<String, String> values)
            throws IOException, InterruptedException {
        String configuration = Documented.appInstance(name, values);
        try (Cluster cluster = Cluster.configured(directory.resolve("server"), configuration)) {
            return People.influxctl(
                            directory.resolve("home"), Documented.profile(profile, cluster, values))
                    .run(ELSEWHERE, LIST);
        }
    }

    private static JsonNode fetched(URI address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).build();
        return new JsonMapper()
                .readTree(Checkout.HTTP.send(request, BodyHandlers.ofString()).body());
    }

    private static String member(JsonNode document, String name) {
        return document.path(name).asString("");
    }
}
