// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Secret;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.TokenDraft;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaimedIdentityTest {
    private static final SigningPair KEY = SigningPair.generate("RS256", "key-1");

    @Test
    void readsWhatATokenSays() {
        ClaimedIdentity identity =
                identity(
                        new TokenDraft()
                                .claim("iss", "https://idp")
                                .claim("sub", "s")
                                .claim("aud", List.of("a", "b"))
                                .claim("azp", "client")
                                .claim("preferred_username", "ada")
                                .claim("email", "ada@example.com")
                                .claim("exp", Instant.ofEpochSecond(2_000_000_000)));

        assertThat(identity.issuer()).isEqualTo("https://idp");
        assertThat(identity.subject()).isEqualTo("s");
        assertThat(identity.audiences()).containsExactly("a", "b");
        assertThat(identity.client()).isEqualTo("client");
        assertThat(identity.name()).isEqualTo("ada");
        assertThat(identity.email()).isEqualTo("ada@example.com");
        assertThat(identity.keyId()).isEqualTo("key-1");
        assertThat(identity.algorithm()).isEqualTo("RS256");
        assertThat(identity.expiresAt()).isEqualTo(Instant.ofEpochSecond(2_000_000_000));
        assertThat(identity.carriesNonce()).isFalse();
    }

    @Test
    void readsWhatEntraSaysInVersion1() {
        ClaimedIdentity identity =
                identity(
                        new TokenDraft()
                                .header("nonce", "n")
                                .claim("oid", "o")
                                .claim("ver", "1.0")
                                .claim("appid", "app")
                                .claim("upn", "u@t"));

        assertThat(identity.objectId()).isEqualTo("o");
        assertThat(identity.version()).isEqualTo("1.0");
        assertThat(identity.client()).isEqualTo("app");
        assertThat(identity.name()).isEqualTo("u@t");
        assertThat(identity.carriesNonce()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b.c", "a.b.c.d.e", "M.V1.x"})
    void readsNothingElse(String text) {
        assertThat(ClaimedIdentity.find(Secret.of(text))).isNull();
    }

    private static ClaimedIdentity identity(TokenDraft draft) {
        return Objects.requireNonNull(ClaimedIdentity.find(Secret.of(draft.sign(KEY))));
    }
}
