// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Bearers.Answer;
import dev.sluice.blackbox.DeviceSignIn.Tokens;
import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which tokens of a real Keycloak open the management API, and why the others do not (admin.md
/// 1.7). Whoever is refused reads nothing but the status; the reason is in the audit log.
@ExtendWith(Provider.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProviderTokensTest {
    private static final Person LISTED =
            new Person("emmett", "Emmett", "Brown", Secret.of("password-of-emmett"));

    private final Realm realm;
    private final Realm otherRealm;
    private final RealmControls controls;
    private final String listedId;
    private final Tokens tokens;
    private final Map<String, Secret> signedWith;
    private final Cluster cluster;
    private final Bearers bearers;

    ProviderTokensTest(Provider provider, @TempDir Path directory)
            throws IOException, InterruptedException {
        realm = provider.realm("tokens");
        otherRealm = provider.realm("tokens-elsewhere");
        controls = provider.controls(realm);
        listedId = provider.admit(realm, LISTED);
        provider.admit(otherRealm, LISTED);
        tokens = DeviceSignIn.of(realm, LISTED);
        signedWith =
                Map.of(
                        "ES256", signedWith("ES256", "ecdsa-generated"),
                        "PS256", signedWith("PS256", "rsa-generated"),
                        "EdDSA", signedWith("EdDSA", "eddsa-generated"));
        var user = new User(listedId, "Emmett", "Brown", "brown@example.com");
        cluster =
                Cluster.start(
                        directory, new Administration(realm.jwksEndpoint(), List.of(user)), "");
        bearers = new Bearers(cluster);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    @Conforms("A-17")
    void takesAnAccessToken() throws IOException, InterruptedException {
        Answer answer = bearers.present(tokens.access());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.outcome()).isEqualTo("allowed");
        assertThat(answer.subject()).isEqualTo(listedId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "PS256", "EdDSA"})
    void takesAccessTokensOfARealmThatSignsWith(String algorithm)
            throws IOException, InterruptedException {
        Answer answer = bearers.present(requireNonNull(signedWith.get(algorithm)));

        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
        assertThat(answer.subject()).isEqualTo(listedId);
    }

    @Test
    @Conforms("A-49")
    void refusesAnIdToken() throws IOException, InterruptedException {
        assertRefused(bearers.present(tokens.id()), "id_token_not_accepted");
    }

    @Test
    @Conforms("A-48")
    void refusesARefreshToken() throws IOException, InterruptedException {
        assertRefused(bearers.present(tokens.refresh()), "algorithm_not_allowed");
    }

    @Test
    void refusesATokenOfAnotherRealm() throws IOException, InterruptedException {
        Secret foreign = DeviceSignIn.of(otherRealm, LISTED).access();

        assertRefused(bearers.present(foreign), "unknown_key");
    }

    @Test
    @Conforms("A-51")
    void refusesATokenOfAClientWithoutTheScopeBasic() throws IOException, InterruptedException {
        Realm client = controls.clientWithoutScopes("without-scopes");

        assertRefused(bearers.present(DeviceSignIn.of(client, LISTED).access()), "no_subject");
    }

    @Test
    @Conforms("A-51")
    void refusesALightweightToken() throws IOException, InterruptedException {
        Realm client = controls.lightweightClient("lightweight");

        assertRefused(bearers.present(DeviceSignIn.of(client, LISTED).access()), "no_subject");
    }

    @Test
    void tellsNobodyWhyTheyWereRefused() throws IOException, InterruptedException {
        Answer idToken = bearers.present(tokens.id());
        Answer refreshToken = bearers.present(tokens.refresh());

        assertThat(idToken.body()).isEqualTo(refreshToken.body());
    }

    private Secret signedWith(String algorithm, String keyProvider)
            throws IOException, InterruptedException {
        controls.signWith(algorithm, keyProvider);
        return DeviceSignIn.of(realm, LISTED).access();
    }

    private static void assertRefused(Answer answer, String reason) {
        assertThat(answer.reason()).isEqualTo(reason);
        assertThat(answer.outcome()).isEqualTo("unauthenticated");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.subject()).isEmpty();
    }
}
