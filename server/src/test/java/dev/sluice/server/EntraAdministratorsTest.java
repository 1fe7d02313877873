// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.TriedDoor.Answer;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.ScriptedEntra;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which tokens of Microsoft Entra ID open the management door of a server that is configured with
/// the keys address of one tenant. Its keys say neither algorithm nor tenant, as Microsoft's do
/// (admin.md 1.8.3).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EntraAdministratorsTest {
    private static final String OTHER_TENANT = "99999999-aaaa-4bbb-8ccc-222222222222";
    private static final String KEYS = "discovery/v2.0/keys";

    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final ScriptedEntra entra = ScriptedEntra.on(provider, ScriptedEntra.ID, 5);
    private final TriedDoor door;

    EntraAdministratorsTest(@TempDir Path directory) throws Exception {
        door =
                TriedDoor.open(
                        directory,
                        TriedDoor.administration(
                                "azure", entra.url(KEYS), ScriptedEntra.OBJECT_ID));
    }

    @AfterAll
    void close() {
        door.close();
        provider.close();
    }

    private Answer present(TokenDraft draft) throws Exception {
        return door.present(entra.sign(draft));
    }

    @Test
    @Conforms({"A-19", "A-20"})
    void takesATokenOfVersionOne() throws Exception {
        present(entra.version1()).assertAllowed(ScriptedEntra.OBJECT_ID);
    }

    @Test
    @Conforms({"A-19", "A-21"})
    void takesATokenOfVersionTwo() throws Exception {
        present(entra.version2()).assertAllowed(ScriptedEntra.OBJECT_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.microsoftonline.us/%s/v2.0",
                "https://login.partner.microsoftonline.cn/%s/v2.0",
                "https://sts.chinacloudapi.cn/%s/"
            })
    @Conforms({"A-20", "A-21"})
    void takesTokensOfTheSovereignClouds(String issuer) throws Exception {
        present(entra.version2().claim("iss", issuer.formatted(ScriptedEntra.ID)))
                .assertAllowed(ScriptedEntra.OBJECT_ID);
    }

    @Test
    @Conforms("A-23")
    void takesAnObjectIdInCapitals() throws Exception {
        String capitals = ScriptedEntra.OBJECT_ID.toUpperCase(Locale.ROOT);

        present(entra.version1().claim("oid", capitals)).assertAllowed(ScriptedEntra.OBJECT_ID);
    }

    @Test
    @Conforms("A-22")
    void refusesAnotherTenantsTokens() throws Exception {
        TokenDraft version1 =
                entra.version1()
                        .claim("tid", OTHER_TENANT)
                        .claim("iss", "https://sts.windows.net/" + OTHER_TENANT + "/");
        TokenDraft version2 =
                entra.version2()
                        .claim("tid", OTHER_TENANT)
                        .claim(
                                "iss",
                                "https://login.microsoftonline.com/" + OTHER_TENANT + "/v2.0");

        present(version1).assertUnauthorized("bad_issuer");
        present(version2).assertUnauthorized("bad_issuer");
    }

    @Test
    @Conforms("A-22")
    void refusesATenantThatTheIssuerDoesNotName() throws Exception {
        present(entra.version1().claim("tid", OTHER_TENANT)).assertUnauthorized("bad_tenant");
        present(entra.version2().claim("tid", OTHER_TENANT)).assertUnauthorized("bad_tenant");
    }

    @Test
    @Conforms("A-51")
    void refusesATokenWithoutObjectId() throws Exception {
        present(entra.version1().without("oid")).assertUnauthorized("no_subject");
        present(entra.version2().without("oid")).assertUnauthorized("no_subject");
    }

    /// A guest's token is of this tenant, and so is its object ID; the home tenant shows in `idp`
    /// and counts for nothing.
    @Test
    @Conforms("A-19")
    void knowsAGuestByTheObjectIdInThisTenant() throws Exception {
        TokenDraft guest =
                entra.version1()
                        .claim("idp", "https://sts.windows.net/" + OTHER_TENANT + "/")
                        .claim("upn", "guest_home.example#EXT#@contoso.example");

        present(guest).assertAllowed(ScriptedEntra.OBJECT_ID);

        Answer unlisted = present(guest.claim("oid", "7a7a7a7a-1111-2222-3333-444455556666"));
        assertThat(unlisted.status()).isEqualTo(403);
        assertThat(unlisted.reason()).isEqualTo("user_not_listed");
    }

    @Test
    @Conforms("A-19")
    void knowsNobodyByThePairwiseSubject(@TempDir Path directory) throws Exception {
        try (TriedDoor bySubject =
                TriedDoor.open(
                        directory,
                        TriedDoor.administration(
                                "azure", entra.url(KEYS), ScriptedEntra.PAIRWISE))) {
            Answer answer = bySubject.present(entra.sign(entra.version2()));

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.reason()).isEqualTo("user_not_listed");
        }
    }

    @Test
    @Conforms({"A-20", "A-21", "A-22"})
    void aTenantMayBeGivenByItsDomain(@TempDir Path directory) throws Exception {
        try (StubIdentityProvider other = StubIdentityProvider.start()) {
            ScriptedEntra named = ScriptedEntra.on(other, "contoso.example", 5);
            String admin =
                    TriedDoor.administration("azure", named.url(KEYS), ScriptedEntra.OBJECT_ID);
            try (TriedDoor byName = TriedDoor.open(directory, admin)) {
                byName.present(named.sign(named.version1())).assertAllowed(ScriptedEntra.OBJECT_ID);
                byName.present(named.sign(named.version2())).assertAllowed(ScriptedEntra.OBJECT_ID);
                byName.present(named.sign(named.version2().claim("tid", OTHER_TENANT)))
                        .assertUnauthorized("bad_tenant");
            }
        }
    }

    @Test
    @Conforms("A-47")
    void audiencesMayBeTheApplicationOrItsUri(@TempDir Path directory) throws Exception {
        String admin =
                TriedDoor.administration("azure", entra.url(KEYS), ScriptedEntra.OBJECT_ID)
                        + "audiences: [\""
                        + ScriptedEntra.CLIENT_ID
                        + "\"]\n";
        try (TriedDoor narrow = TriedDoor.open(directory, admin)) {
            narrow.present(entra.sign(entra.version2())).assertAllowed(ScriptedEntra.OBJECT_ID);
            narrow.present(entra.sign(entra.version1())).assertAllowed(ScriptedEntra.OBJECT_ID);
            narrow.present(
                            entra.sign(
                                    entra.version1()
                                            .claim("aud", "00000003-0000-0000-c000-000000000000")
                                            .claim("appid", "another-application")))
                    .assertUnauthorized("bad_audience");
        }
    }

    /// Microsoft Graph's tokens have a `nonce` in their header, and a signature over something
    /// else.
    @Test
    void refusesATokenOfMicrosoftGraph() throws Exception {
        String token = entra.sign(entra.version1());
        String other = entra.sign(entra.version1().header("nonce", "n-1"));
        String graph =
                other.substring(0, other.lastIndexOf('.'))
                        + token.substring(token.lastIndexOf('.'));

        door.present(graph).assertUnauthorized("bad_signature");
    }
}
