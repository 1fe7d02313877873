// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.oidc.KeySource.Fetch;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Admin.md 1.5.
final class KeySourceTest {
    private final VerifierRig rig = new VerifierRig();
    private final StubIdentityProvider provider = rig.provider;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void takesAKeySetAtTheEndpoint() throws InterruptedException {
        assertThat(fetched(source(provider.keysUrl())).keys().size()).isEqualTo(1);
    }

    @Test
    void followsADiscoveryDocumentAndRemembersItsIssuer() throws InterruptedException {
        KeySet keys = fetched(source(provider.discoveryUrl())).keys();

        assertThat(keys.size()).isEqualTo(1);
        assertThat(keys.issuer()).isEqualTo(provider.issuer());
    }

    @Test
    @Conforms("A-28")
    void contentDecidesNotTheAddress() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.DISCOVERY_PATH,
                new ScriptedAnswer.Reply(200, "text/html", "{\"keys\":[]}"));

        assertThat(fetched(source(provider.discoveryUrl())).keys().isEmpty()).isTrue();
    }

    @Test
    void readsTheDiscoveryDocumentOnceADay() throws InterruptedException {
        KeySource source = source(provider.discoveryUrl());
        fetched(source);
        rig.clock.advance(Duration.ofHours(23));
        fetched(source);
        assertThat(discoveries()).isEqualTo(1);

        rig.clock.advance(Duration.ofHours(1));
        fetched(source);

        assertThat(discoveries()).isEqualTo(2);
    }

    @Test
    void readsTheDiscoveryDocumentAgainWhenTheKeysAreGone() throws InterruptedException {
        KeySource source = source(provider.discoveryUrl());
        fetched(source);
        provider.script(
                StubIdentityProvider.KEYS_PATH,
                new ScriptedAnswer.Reply(410, "text/plain", "moved"));

        fetched(source);

        assertThat(discoveries()).isEqualTo(2);
    }

    @Test
    @Conforms("A-28")
    void followsAnEndpointThatChangesItsKind() throws InterruptedException {
        KeySource source = source(provider.discoveryUrl());
        fetched(source);
        provider.answer(
                StubIdentityProvider.KEYS_PATH, new ScriptedAnswer.Reply(404, "text/plain", ""));
        provider.answer(
                StubIdentityProvider.DISCOVERY_PATH,
                ScriptedAnswer.json(200, Map.of("keys", List.of())));

        assertThat(fetched(source).keys().issuer()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"keys\":\"x\"}", "{\"jwks_uri\":7}", "{\"issuer\":\"x\"}"})
    @Conforms("A-29")
    void refusesADocumentOfNeitherKind(String body) throws InterruptedException {
        provider.answer(
                StubIdentityProvider.KEYS_PATH,
                new ScriptedAnswer.Reply(200, "application/json", body));

        assertThat(failed(source(provider.keysUrl())))
                .isEqualTo(
                        "jwksEndpoint returned neither a JWKS nor an OpenID discovery document: "
                                + provider.keysUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{\"keys\":[]", "{\"keys\":[],\"keys\":[]}"})
    void refusesWhatIsNoJsonObject(String body) throws InterruptedException {
        provider.answer(
                StubIdentityProvider.KEYS_PATH,
                new ScriptedAnswer.Reply(200, "application/json", body));

        assertThat(failed(source(provider.keysUrl())))
                .isEqualTo(provider.keysUrl() + " answered with no JSON object");
    }

    @Test
    void followsOneLevelOfIndirectionOnly() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.KEYS_PATH,
                ScriptedAnswer.json(200, Map.of("jwks_uri", provider.keysUrl().toString())));

        assertThat(failed(source(provider.discoveryUrl())))
                .isEqualTo("jwks_uri " + provider.keysUrl() + " returned no JWKS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/keys", "keys.json", "ftp://h/keys", "http:opaque", " "})
    void refusesAKeysAddressThatIsNotOfTheWeb(String address) throws InterruptedException {
        provider.answer(
                StubIdentityProvider.DISCOVERY_PATH,
                ScriptedAnswer.json(200, Map.of("jwks_uri", address)));

        assertThat(failed(source(provider.discoveryUrl()))).startsWith("jwks_uri \"");
    }

    @Test
    void followsThreeRedirects() throws InterruptedException {
        redirect("/a", "/b");
        redirect("/b", "/c");
        redirect("/c", StubIdentityProvider.KEYS_PATH);

        assertThat(fetched(source(provider.url("/a"))).keys().size()).isEqualTo(1);
    }

    @Test
    void followsNoFourthRedirect() throws InterruptedException {
        redirect("/a", "/b");
        redirect("/b", "/c");
        redirect("/c", "/d");
        redirect("/d", StubIdentityProvider.KEYS_PATH);

        assertThat(failed(source(provider.url("/a"))))
                .endsWith(
                        "answered 302 (redirect to "
                                + provider.url(StubIdentityProvider.KEYS_PATH)
                                + ")");
        assertThat(rig.keyFetches()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/auth/realms/x/certs, without /auth",
        "/realms/x/certs, with /auth before /realms"
    })
    void aMissingKeycloakAddressHasAHint(String path, String hint) throws InterruptedException {
        URI address = provider.keysUrl().resolve(path);

        assertThat(failed(source(address)))
                .isEqualTo(address + " answered 404; try the address " + hint);
    }

    @Test
    void refusesADocumentOverTheLimit() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.KEYS_PATH,
                new ScriptedAnswer.Reply(
                        200, "text/plain", " ".repeat(ProviderHttp.BODY_BYTES_MAX + 1)));

        assertThat(failed(source(provider.keysUrl())))
                .contains("gives an answer of more than 1048576 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=300, 300",
        "'no-transform, max-age=60', 60",
        "Max-Age=\"90\", 90",
        "no-cache,",
        "s-maxage=10,",
        "max-age=abc,"
    })
    void readsHowLongTheProviderWantsItKept(String header, @Nullable Long seconds)
            throws InterruptedException {
        provider.keysCacheControl(header);

        assertThat(fetched(source(provider.keysUrl())).maxAge())
                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    private void redirect(String from, String to) {
        provider.answer(from, new ScriptedAnswer.Redirect(302, provider.url(to).getPath()));
    }

    private int discoveries() {
        return provider.requests(StubIdentityProvider.DISCOVERY_PATH);
    }

    private KeySource source(URI endpoint) {
        return new KeySource(
                rig.http,
                rig.settings("keycloak", endpoint),
                KeyCacheLimits.standard(),
                rig.clock::nanos);
    }

    private static Fetch.Fetched fetched(KeySource source) throws InterruptedException {
        Fetch fetch = source.fetch();
        assertThat(fetch).isInstanceOf(Fetch.Fetched.class);
        return (Fetch.Fetched) fetch;
    }

    private static String failed(KeySource source) throws InterruptedException {
        Fetch fetch = source.fetch();
        assertThat(fetch).isInstanceOf(Fetch.Failed.class);
        return ((Fetch.Failed) fetch).message();
    }
}
