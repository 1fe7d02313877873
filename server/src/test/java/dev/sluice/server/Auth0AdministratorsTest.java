// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.TriedDoor.Answer;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedAuth0;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which tokens of an Auth0 tenant open the management door of a server that knows the tenant by
/// its discovery document (admin.md 1.4, 1.8.2).
final class Auth0AdministratorsTest {
    private static final String AUDIENCES = "audiences: [\"" + ScriptedAuth0.AUDIENCE + "\"]\n";

    @TempDir private Path directory;
    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final ScriptedAuth0 auth0 = ScriptedAuth0.on(provider, 5);

    @AfterEach
    void close() {
        provider.close();
    }

    private TriedDoor door(String more) throws Exception {
        URI discovery = URI.create(auth0.issuer() + ".well-known/openid-configuration");
        return TriedDoor.open(
                directory, TriedDoor.administration("auth0", discovery, ScriptedAuth0.USER) + more);
    }

    private TokenDraft markedIdToken() {
        return auth0.idToken().claim("at_hash", "x");
    }

    @Test
    @Conforms({"A-18", "A-49", "A-50"})
    void takesTheIdTokenAndNotTheOpaqueAccessTokenOfAProfileWithoutAudience() throws Exception {
        try (TriedDoor door = door("")) {
            door.present(ScriptedAuth0.OPAQUE).assertUnauthorized("opaque_or_encrypted");
            door.present(auth0.sign(auth0.idToken())).assertAllowed(ScriptedAuth0.USER);

            Answer marked = door.present(auth0.sign(markedIdToken()));

            assertThat(marked.status()).isEqualTo(200);
            assertThat(marked.reason()).isEqualTo("id_token");
        }
    }

    @Test
    @Conforms({"A-18", "A-47"})
    void takesTheAccessTokenOfAProfileWithAudience() throws Exception {
        try (TriedDoor door = door(AUDIENCES)) {
            door.present(auth0.sign(auth0.accessToken())).assertAllowed(ScriptedAuth0.USER);
        }
    }

    @Test
    @Conforms("A-47")
    void aConfiguredAudienceKeepsTheOthersOut() throws Exception {
        try (TriedDoor door = door(AUDIENCES)) {
            List<String> others = List.of("https://other.example/api", auth0.issuer() + "userinfo");

            door.present(auth0.sign(auth0.accessToken().claim("aud", others)))
                    .assertUnauthorized("bad_audience");
            door.present(auth0.sign(markedIdToken())).assertUnauthorized("bad_audience");
        }
    }

    @Test
    @Conforms("A-46")
    void theIssuerHasItsSlash() throws Exception {
        try (TriedDoor door = door("")) {
            String slashless = auth0.issuer().substring(0, auth0.issuer().length() - 1);

            door.present(auth0.sign(auth0.accessToken().claim("iss", slashless)))
                    .assertUnauthorized("bad_issuer");
        }
    }

    @Test
    @Conforms("A-40")
    void refusesTheTokensOfAnApiThatSignsWithASecret() throws Exception {
        try (TriedDoor door = door("")) {
            String token = auth0.accessToken().header("alg", "HS256").signWithHmac(new byte[32]);

            door.present(token).assertUnauthorized("algorithm_not_allowed");
        }
    }

    @Test
    @Conforms("A-49")
    void idTokensAreRefusedWhereTheSettingSaysSo() throws Exception {
        try (TriedDoor door = door("acceptIdTokens: false\n")) {
            door.present(auth0.sign(markedIdToken())).assertUnauthorized("id_token_not_accepted");
        }
    }

    @Test
    @Conforms("A-52")
    void theConnectionIsPartOfTheUsersId() throws Exception {
        try (TriedDoor door = door("")) {
            String sub = ScriptedAuth0.USER.replace("auth0|", "google-oauth2|");

            Answer answer = door.present(auth0.sign(auth0.idToken().claim("sub", sub)));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.reason()).isEqualTo("user_not_listed");
        }
    }
}
