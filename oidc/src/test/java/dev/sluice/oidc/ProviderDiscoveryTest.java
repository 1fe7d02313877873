// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.ScriptedAuth0;
import dev.sluice.testkit.ScriptedEntra;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.StubIdentityProvider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProviderDiscoveryTest {
    private static final SigningPair KEY = SigningPair.generate("RS256", "key-1");

    private final StubIdentityProvider provider =
            StubIdentityProvider.start(MovingClock.create(), KEY);
    private final ProviderHttp http = ProviderHttp.open();
    private final ProviderDiscovery discovery = new ProviderDiscovery(http);

    @AfterEach
    void close() {
        http.close();
        provider.close();
    }

    @Test
    void readsWhatASignInNeeds() throws InterruptedException {
        ProviderMetadata metadata = found(URI.create(provider.issuer()));

        assertThat(metadata.issuer()).isEqualTo(provider.issuer());
        assertThat(metadata.keysUrl()).isEqualTo(provider.keysUrl());
        assertThat(metadata.deviceUrl()).isEqualTo(provider.deviceUrl());
        assertThat(metadata.tokenUrl()).isEqualTo(provider.tokenUrl());
        assertThat(metadata.date()).isNotNull();
    }

    @Test
    void takesTheAddressOfTheDocumentAndASlashAtTheEndToo() throws InterruptedException {
        assertThat(found(provider.discoveryUrl()).issuer()).isEqualTo(provider.issuer());
        assertThat(found(URI.create(provider.issuer() + "/")).issuer())
                .isEqualTo(provider.issuer());
    }

    @Test
    void readsAuth0() throws InterruptedException {
        ScriptedAuth0 tenant = ScriptedAuth0.on(provider, 5);

        ProviderMetadata metadata = found(URI.create(tenant.issuer()));

        assertThat(metadata.deviceUrl()).hasPath("/oauth/device/code");
        assertThat(metadata.isCalled(URI.create(tenant.issuer()))).isTrue();
    }

    @Test
    void readsEntra() throws InterruptedException {
        ScriptedEntra tenant = ScriptedEntra.on(provider, ScriptedEntra.ID, 5);

        assertThat(found(tenant.url("v2.0")).deviceUrl())
                .isEqualTo(tenant.url("oauth2/v2.0/devicecode"));
    }

    @Test
    void namesThePrefixThatIsTooMuch() throws InterruptedException {
        String below = provider.issuer().replace("/realms/", "/auth/realms/");

        assertThat(failure(URI.create(below)))
                .isEqualTo(
                        below
                                + "/.well-known/openid-configuration answered 404, but the realm is"
                                + " there without the prefix /auth; use "
                                + provider.issuer());
    }

    @Test
    void namesThePrefixThatIsMissing() throws InterruptedException {
        String at = URI.create(provider.issuer()).resolve("/").toString();
        provider.answer(
                "/auth/realms/old/.well-known/openid-configuration",
                ScriptedAnswer.json(200, Map.of("issuer", "x")));

        assertThat(failure(URI.create(at + "realms/old")))
                .endsWith("there with the prefix /auth; use " + at + "auth/realms/old");
    }

    @Test
    void saysWhatIssuersLookLikeWhenNobodyIsThere() throws InterruptedException {
        assertThat(failure(provider.url("/nothing")))
                .contains("answered 404; Keycloak's issuers read https://HOST/realms/REALM");
    }

    @Test
    void refusesADocumentThatIsNone() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.DISCOVERY_PATH,
                new ScriptedAnswer.Reply(200, "text/html", "<html>"));

        assertThat(failure(URI.create(provider.issuer())))
                .contains("is no discovery document with issuer, jwks_uri and token_endpoint");
    }

    @Test
    void leavesTheDeviceEndpointOutWhereThereIsNone() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.DISCOVERY_PATH,
                ScriptedAnswer.json(
                        200,
                        Map.of(
                                "issuer", provider.issuer(),
                                "jwks_uri", provider.keysUrl().toString(),
                                "token_endpoint", provider.tokenUrl().toString())));

        assertThat(found(URI.create(provider.issuer())).deviceUrl()).isNull();
    }

    @Test
    void saysThatNobodyListens() throws InterruptedException {
        provider.goDown();

        assertThat(failure(URI.create(provider.issuer()))).contains("nothing accepts connections");
    }

    @Test
    void findsTheKeyOfAToken() throws InterruptedException {
        ProviderMetadata metadata = found(URI.create(provider.issuer()));

        assertThat(discovery.readKeys(metadata, "key-1"))
                .isEqualTo(new ProviderDiscovery.Keys.Read(1, true));
        assertThat(discovery.readKeys(metadata, "key-0"))
                .isEqualTo(new ProviderDiscovery.Keys.Read(1, false));
        assertThat(discovery.readKeys(metadata, null))
                .isEqualTo(new ProviderDiscovery.Keys.Read(1, false));
    }

    @Test
    void saysThatThereAreNoKeys() throws InterruptedException {
        ProviderMetadata metadata = found(URI.create(provider.issuer()));
        provider.script(
                StubIdentityProvider.KEYS_PATH,
                ScriptedAnswer.json(200, Map.of("keys", List.of())),
                new ScriptedAnswer.Reply(502, "text/html", "<html>"));

        assertThat(discovery.readKeys(metadata, null))
                .asString()
                .contains("holds no key that can sign tokens");
        assertThat(discovery.readKeys(metadata, null)).asString().contains("answered 502 without");
    }

    private ProviderMetadata found(URI issuer) throws InterruptedException {
        return switch (discovery.read(issuer)) {
            case ProviderDiscovery.Outcome.Found(ProviderMetadata metadata) -> metadata;
            case ProviderDiscovery.Outcome.Failed(String message) ->
                    throw new AssertionError(message);
        };
    }

    private String failure(URI issuer) throws InterruptedException {
        return switch (discovery.read(issuer)) {
            case ProviderDiscovery.Outcome.Found(ProviderMetadata metadata) ->
                    throw new AssertionError("found " + metadata);
            case ProviderDiscovery.Outcome.Failed(String message) -> message;
        };
    }
}
