// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Secret;
import dev.sluice.oidc.ProviderMetadata;
import dev.sluice.oidc.TokenSet;
import dev.sluice.testkit.SigningPair;
import dev.sluice.testkit.TokenDraft;
import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each known reason for a refused token is recognised and named (admin.md 1.7 and 1.8).
final class TokenFindingsTest {
    private static final SigningPair KEY = SigningPair.generate("RS256", "key-1");
    private static final String ISSUER = "http://localhost:8180/realms/sluice";
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";

    @Test
    void aGoodTokenNamesItsUser() {
        assertThat(of(ProviderKind.KEYCLOAK, keycloak()))
                .isEqualTo(Check.ok("token", "sub 8f14e45f"));
    }

    @Test
    void namesTheMissingSubject() {
        Check found = of(ProviderKind.KEYCLOAK, keycloak().without("sub"));

        assertThat(found.status()).isEqualTo(Check.Status.FAILED);
        assertThat(found.message()).isEqualTo("the token has no claim sub, so it names no user");
        assertThat(found.remedy()).contains("add the client scope \"basic\"");
    }

    @Test
    void namesTheMissingObjectId() {
        Check found = of(ProviderKind.ENTRA, keycloak());

        assertThat(found.message()).contains("no claim oid");
        assertThat(found.remedy()).contains("an account of the tenant");
    }

    @Test
    void namesTheOpaqueToken() {
        Check found = TokenFindings.of(ProviderKind.AUTH0, tokens("opaque", null), null);

        assertThat(found.status()).isEqualTo(Check.Status.FAILED);
        assertThat(found.message()).startsWith("the access token is opaque");
        assertThat(found.remedy()).contains("audience = ", "scopes = [\"openid\"]");
    }

    @Test
    void anIdTokenInPlaceOfAnOpaqueOneIsAuth0sWay() {
        String idToken = keycloak().sign(KEY);

        assertThat(TokenFindings.of(ProviderKind.AUTH0, tokens("opaque", idToken), null).status())
                .isEqualTo(Check.Status.OK);
        assertThat(TokenFindings.of(ProviderKind.OTHER, tokens("opaque", idToken), null).remedy())
                .contains("admin.acceptIdTokens");
    }

    @Test
    void namesTheEncryptedToken() {
        assertThat(TokenFindings.of(ProviderKind.OTHER, tokens("a.b.c.d.e", null), null).status())
                .isEqualTo(Check.Status.FAILED);
    }

    @Test
    void namesVersion1OfEntraAndThatItIsTaken() {
        Check found =
                of(
                        ProviderKind.ENTRA,
                        keycloak()
                                .claim("oid", "3b9d")
                                .claim("ver", "1.0")
                                .claim("iss", "https://sts.windows.net/T/"));

        assertThat(found.status()).isEqualTo(Check.Status.NOTE);
        assertThat(found.message()).contains("oid 3b9d", "version 1.0");
        assertThat(found.remedy()).contains("requestedAccessTokenVersion");
    }

    @Test
    void namesTokensForMicrosoftGraph() {
        TokenDraft draft = keycloak().claim("oid", "3b9d");

        assertThat(of(ProviderKind.ENTRA, draft.claim("aud", GRAPH)).message())
                .contains("Microsoft Graph");
        assertThat(
                        of(ProviderKind.ENTRA, keycloak().claim("oid", "o").header("nonce", "n"))
                                .remedy())
                .contains("/.default");
    }

    @Test
    void namesTheSecretThatOnlyTheProviderKnows() {
        String token = keycloak().sign(KEY);
        String hmac =
                Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString("{\"alg\":\"HS256\"}".getBytes(US_ASCII))
                        + token.substring(token.indexOf('.'));

        assertThat(TokenFindings.of(ProviderKind.AUTH0, tokens(hmac, null), null).message())
                .contains("signed by HS256");
    }

    @Test
    void namesTheOtherHostName() {
        Check found =
                of(
                        ProviderKind.KEYCLOAK,
                        keycloak().claim("iss", "http://127.0.0.1:8180/realms/sluice"));

        assertThat(found.status()).isEqualTo(Check.Status.FAILED);
        assertThat(found.message())
                .isEqualTo(
                        "the token was issued by http://127.0.0.1:8180/realms/sluice, but the"
                                + " provider's document says "
                                + ISSUER);
        assertThat(found.remedy()).startsWith("use one host name for the provider everywhere");
    }

    private static TokenDraft keycloak() {
        return new TokenDraft()
                .claim("iss", ISSUER)
                .claim("sub", "8f14e45f")
                .claim("typ", "Bearer");
    }

    private static Check of(ProviderKind kind, TokenDraft draft) {
        URI keys = URI.create(ISSUER + "/certs");
        return TokenFindings.of(
                kind,
                tokens(draft.sign(KEY), null),
                new ProviderMetadata(keys, ISSUER, keys, keys, keys, null));
    }

    private static TokenSet tokens(String accessToken, @Nullable String idToken) {
        return new TokenSet(
                Secret.of(accessToken),
                "Bearer",
                null,
                idToken == null ? null : Secret.of(idToken),
                null);
    }
}
