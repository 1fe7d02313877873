// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.ServerInClear;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What can go wrong on the way, and the sentence that it gives.
@Timeout(30)
final class ProviderHttpTest {
    private final StubIdentityProvider provider =
            StubIdentityProvider.start(InstantSource.system(), VerifierRig.FIRST_KEY);
    private final ProviderHttp http = ProviderHttp.open();

    @AfterEach
    void close() {
        http.close();
        provider.close();
    }

    @Test
    void aConnectionThatNobodyTakes() throws InterruptedException {
        provider.goDown();

        assertThat(sentence(provider.keysUrl()))
                .isEqualTo(
                        "the identity provider at "
                                + provider.keysUrl()
                                + " cannot be reached: nothing accepts connections there; check"
                                + " that it runs, that host and port are right, and the proxy"
                                + " where one is set");
    }

    @Test
    void aHostThatDoesNotExist() throws InterruptedException {
        assertThat(sentence(URI.create("https://no-such-host.invalid/keys")))
                .isEqualTo(
                        "the identity provider at https://no-such-host.invalid/keys cannot be"
                                + " reached: there is no host named no-such-host.invalid; check the"
                                + " URL's spelling, DNS, and the proxy where one is set");
    }

    @Test
    void aPortThatThereIsNot() throws InterruptedException {
        assertThat(sentence(URI.create("https://localhost:99999/keys")))
                .startsWith(
                        "the identity provider at https://localhost:99999/keys cannot be reached:"
                                + " the connection failed (")
                .contains("port", "99999);");
    }

    @Test
    void aPortThatDoesNotSpeakTls() throws InterruptedException {
        try (ServerInClear server = ServerInClear.start()) {
            String sentence = "";
            // [ServerInClear] says why once may not do.
            for (int attempt = 0; attempt < 5 && !sentence.contains("TLS failed"); attempt++) {
                sentence = sentence(server.secureUrl().resolve("/keys"));
            }
            assertThat(sentence).contains("TLS failed (", "check that the port speaks TLS");
        }
    }

    @Test
    void aCertificateThatNobodyTrusts(@TempDir Path directory) throws InterruptedException {
        try (StubIdentityProvider secure =
                StubIdentityProvider.start(TestCertificate.create(directory))) {
            assertThat(sentence(secure.keysUrl()))
                    .contains("TLS failed (", "its certificate is trusted here");
        }
    }

    @Test
    void aCertificateOfOnesOwnAuthority(@TempDir Path directory) throws InterruptedException {
        TestCertificate certificate = TestCertificate.create(directory);
        try (StubIdentityProvider secure = StubIdentityProvider.start(certificate);
                ProviderHttp trusting = trusting(certificate)) {
            assertThat(status(trusting.get(secure.keysUrl()))).isEqualTo(200);
        }
    }

    @Test
    void followsNoRedirectFromTlsToPlainText(@TempDir Path directory) throws InterruptedException {
        TestCertificate certificate = TestCertificate.create(directory);
        try (StubIdentityProvider secure = StubIdentityProvider.start(certificate);
                ProviderHttp trusting = trusting(certificate)) {
            secure.answer(
                    StubIdentityProvider.KEYS_PATH,
                    new ScriptedAnswer.Redirect(302, provider.keysUrl().toString()));

            assertThat(status(trusting.get(secure.keysUrl()))).isEqualTo(302);
            assertThat(provider.requests(StubIdentityProvider.KEYS_PATH)).isZero();
        }
    }

    @Test
    void aDiscoveryDocumentOverTlsCannotNameKeysInPlainText(@TempDir Path directory)
            throws InterruptedException {
        TestCertificate certificate = TestCertificate.create(directory);
        try (StubIdentityProvider secure = StubIdentityProvider.start(certificate);
                ProviderHttp trusting = trusting(certificate)) {
            secure.answer(
                    StubIdentityProvider.DISCOVERY_PATH,
                    ScriptedAnswer.json(200, Map.of("jwks_uri", provider.keysUrl().toString())));
            KeySource source =
                    new KeySource(
                            trusting,
                            ProviderSettings.of("keycloak", secure.discoveryUrl()),
                            KeyCacheLimits.standard(),
                            System::nanoTime);

            assertThat(source.fetch().toString()).contains("is not an address as safe as");
            assertThat(provider.requests(StubIdentityProvider.KEYS_PATH)).isZero();
        }
    }

    @Test
    void aConnectionThatBreaks() throws InterruptedException {
        provider.answer(StubIdentityProvider.KEYS_PATH, new ScriptedAnswer.Cut());

        assertThat(sentence(provider.keysUrl()))
                .contains("the connection failed (")
                .endsWith(
                        "check that the address is the provider's, and begins with https if it"
                                + " speaks TLS");
    }

    @Test
    void anAnswerOfMoreThanTheLimit() throws InterruptedException {
        provider.answer(
                StubIdentityProvider.KEYS_PATH,
                ScriptedAnswer.json(200, Map.of("keys", "k".repeat(1 << 20))));

        assertThat(sentence(provider.keysUrl()))
                .isEqualTo(
                        "the identity provider at "
                                + provider.keysUrl()
                                + " gives an answer of more than 1048576 bytes; check that the"
                                + " address is the provider's");
    }

    @Test
    void anAnswerThatNeverComes() throws InterruptedException {
        provider.answer(StubIdentityProvider.KEYS_PATH, new ScriptedAnswer.Silence());
        try (ProviderHttp hasty =
                new ProviderHttp(
                        HttpClient.newBuilder(), Duration.ofSeconds(5), Duration.ofMillis(50))) {
            HttpAnswer answer = hasty.get(provider.keysUrl());

            assertThat(answer).isInstanceOf(HttpAnswer.Unreachable.class);
            assertThat(answer.toString()).contains("no answer within 50 ms");
        }
    }

    @Test
    void aHandshakeThatNeverEnds() throws InterruptedException {
        URI secure = URI.create(provider.keysUrl().toString().replace("http:", "https:"));
        try (ProviderHttp hasty =
                new ProviderHttp(
                        HttpClient.newBuilder(), Duration.ofMillis(50), Duration.ofSeconds(10))) {
            assertThat(hasty.get(secure).toString()).contains("no connection within 50 ms");
        }
    }

    @Test
    void aSentenceShowsNoSecretsOfTheAddress() throws InterruptedException {
        provider.goDown();
        URI url = URI.create(provider.keysUrl() + "?apikey=s3cret");

        assertThat(sentence(url)).doesNotContain("s3cret");
    }

    @Test
    void interruptionEndsTheWait() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> http.post(provider.tokenUrl(), Map.of("a", "b")));
    }

    private static ProviderHttp trusting(TestCertificate certificate) {
        return ProviderHttp.open(certificate.forClient(), EnvironmentProxies.of(Map.of()));
    }

    private static int status(HttpAnswer answer) {
        assertThat(answer).isInstanceOf(HttpAnswer.Answered.class);
        return ((HttpAnswer.Answered) answer).status();
    }

    private String sentence(URI url) throws InterruptedException {
        HttpAnswer answer = http.get(url);
        assertThat(answer).isInstanceOf(HttpAnswer.Unreachable.class);
        return ((HttpAnswer.Unreachable) answer).why().sentence();
    }
}
