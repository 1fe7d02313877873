// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.TokenVerifier;
import dev.sluice.oidc.Verification;
import dev.sluice.testkit.SigningPair;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The peers check what Sluice checks, and first verifications are none that are remembered.
final class SignedInTest {
    private final SignedIn people = new SignedIn("RS256");
    private final ProviderHttp http = ProviderHttp.open();

    @AfterEach
    void close() {
        http.close();
        people.close();
    }

    @Test
    void tokensAreAsLongAsAProviders() {
        assertThat(people.tokens())
                .hasSize(SignedIn.TOKENS)
                .doesNotHaveDuplicates()
                .allSatisfy(token -> assertThat(token).hasSizeBetween(1_200, 1_500));
    }

    @Test
    void everybodyTakesGoodTokens()
            throws ParseException,
                    JOSEException,
                    BadJOSEException,
                    GeneralSecurityException,
                    IOException {
        String token = people.tokens().getFirst();
        try (TokenVerifier verifier = people.verifier(http, InstantSource.system());
                LibraryVerifier library = new LibraryVerifier(people)) {
            assertThat(Succeeded.verified(verifier.verify(token)).subject())
                    .isEqualTo(people.subjects().getFirst())
                    .isEqualTo(library.verify(token).getSubject());
        }
        assertThat(new SignatureAlone(people.pair()).verifies(token)).isTrue();
    }

    @Test
    void everybodyRefusesOthers()
            throws ParseException, JOSEException, GeneralSecurityException, IOException {
        SigningPair forged = SigningPair.generate("RS256", people.pair().keyId());
        String token = people.provider().accessToken().claim("aud", SignedIn.AUDIENCE).sign(forged);
        try (TokenVerifier verifier = people.verifier(http, InstantSource.system());
                LibraryVerifier library = new LibraryVerifier(people)) {
            assertThat(Succeeded.refused(verifier.verify(token), "bad_signature")).isNotEmpty();
            assertThatThrownBy(() -> library.verify(token)).isInstanceOf(BadJOSEException.class);
        }
        assertThat(new SignatureAlone(people.pair()).verifies(token)).isFalse();
    }

    @Test
    void libraryRefusesWhatIsForSomebodyElse() throws ParseException, IOException {
        String token = people.provider().accessToken().claim("aud", "other").sign(people.pair());
        String refresh =
                people.provider()
                        .accessToken()
                        .claim("aud", SignedIn.AUDIENCE)
                        .claim("typ", "Refresh")
                        .sign(people.pair());
        try (LibraryVerifier library = new LibraryVerifier(people)) {
            assertThatThrownBy(() -> library.verify(token)).isInstanceOf(BadJOSEException.class);
            assertThatThrownBy(() -> library.verify(refresh)).isInstanceOf(BadJOSEException.class);
        }
    }

    @Test
    void backwardClockMakesEachVerificationTheFirst() {
        BackwardClock clock = new BackwardClock(InstantSource.system().instant());

        assertThat(clock.instant()).isAfter(clock.instant());
    }

    @Test
    void providerMayBeAskedTwiceAndOnceEveryHalfMinute() {
        assertThat(SignedIn.keyFetchesMax(Duration.ofSeconds(29))).isEqualTo(3);
        assertThat(SignedIn.keyFetchesMax(Duration.ofSeconds(30))).isEqualTo(4);
        assertThat(SignedIn.keyFetchesMax(Duration.ofSeconds(95))).isEqualTo(6);
        assertThat(SignedIn.keyFetchesMax(Duration.ofMinutes(10))).isEqualTo(24);
    }

    @Test
    void providerThatIsAskedTooOftenFailsTheRun() throws IOException, InterruptedException {
        assertThat(people.keyFetches()).contains("asked for its keys 0 times");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(people.provider().keysUrl()).build();
            for (int i = 0; i < 100; i++) {
                client.send(request, HttpResponse.BodyHandlers.discarding());
            }
        }
        assertThatThrownBy(people::keyFetches).hasMessageContaining("asked for its keys 100 times");
    }

    @Test
    void endsThatAreNotMeantFailTheRun() {
        assertThatThrownBy(() -> Succeeded.verified(new Verification.Rejected("expired")))
                .hasMessageContaining("expired");
        assertThatThrownBy(() -> Succeeded.verified(new Verification.KeysUnavailable("down")))
                .hasMessageContaining("down");
        assertThatThrownBy(
                        () -> Succeeded.refused(new Verification.Rejected("expired"), "bad_issuer"))
                .hasMessageContaining("expired");
    }
}
