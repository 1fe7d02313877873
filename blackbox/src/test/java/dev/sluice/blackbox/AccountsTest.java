// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.blackbox.Bearers.Answer;
import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.Influxctl;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of administrators who have signed in when their account is disabled, deleted or
/// signed out at Keycloak: their token serves to its end, and nothing follows it (admin.md 1.10).
@ExtendWith(Provider.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccountsTest {
    /// So short that `influxctl` refreshes its token at each command.
    private static final Duration ACCESS_TOKEN_LIFE = Duration.ofSeconds(20);

    private static final List<String> LIST = List.of("token", "list");
    private static final Person STAYING = person("george");
    private static final Person DISABLED = person("griff");
    private static final Person DELETED = person("buford");
    private static final Person SIGNED_OUT = person("strickland");

    private final Realm realm;
    private final RealmControls controls;
    private final Cluster cluster;
    private final String idOfDisabled;
    private final String idOfDeleted;
    private final String idOfSignedOut;
    @TempDir private Path home;

    AccountsTest(Provider provider, @TempDir Path directory)
            throws IOException, InterruptedException {
        realm = provider.realm("accounts");
        controls = provider.controls(realm);
        controls.accessTokensLive(ACCESS_TOKEN_LIFE);
        controls.refreshTokensServeOnce();
        String idOfStaying = provider.admit(realm, STAYING);
        idOfDisabled = provider.admit(realm, DISABLED);
        idOfDeleted = provider.admit(realm, DELETED);
        idOfSignedOut = provider.admit(realm, SIGNED_OUT);
        List<User> users =
                List.of(idOfStaying, idOfDisabled, idOfDeleted, idOfSignedOut).stream()
                        .map(id -> new User(id, "First", "Last", "someone@example.com"))
                        .toList();
        cluster = Cluster.start(directory, new Administration(realm.jwksEndpoint(), users), "");
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    @Conforms("A-94")
    void refreshesTheTokenOfWhoeverIsStillThere() throws IOException, InterruptedException {
        Influxctl influxctl = signedIn(STAYING);
        Secret first = cachedRefreshToken();

        for (int i = 0; i < 3; i++) {
            Result next = influxctl.run(People.NOBODY, LIST);
            assertThat(next.status()).as(next.talk()).isZero();
            assertThat(next.askedToSignIn()).isFalse();
        }

        assertThat(cachedRefreshToken()).isNotEqualTo(first);
    }

    @Test
    void letsATokenServeToItsEnd() throws IOException, InterruptedException {
        Secret token = DeviceSignIn.of(realm, SIGNED_OUT).access();
        controls.signOut(idOfSignedOut);

        Answer answer = new Bearers(cluster).present(token);

        assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
    }

    @Test
    void asksWhoeverWasSignedOutToSignInAgain() throws IOException, InterruptedException {
        Influxctl influxctl = signedIn(SIGNED_OUT);
        controls.signOut(idOfSignedOut);

        Result second = influxctl.run(People.approving(SIGNED_OUT), LIST);

        assertThat(second.askedToSignIn()).isTrue();
        assertThat(second.status()).as(second.talk()).isZero();
    }

    @Test
    void asksForANewSignInOnceTheRealmCallsEarlierOnesStale()
            throws IOException, InterruptedException {
        Influxctl influxctl = signedIn(STAYING);
        controls.refuseWhatWasIssuedBefore(Instant.now().plusSeconds(1));

        Result second = influxctl.run(People.approving(STAYING), LIST);

        assertThat(second.askedToSignIn()).isTrue();
        assertThat(second.status()).as(second.talk()).isZero();
    }

    @Test
    void asksForANewSignInOnceTheRefreshTokenIsRevoked() throws IOException, InterruptedException {
        Influxctl influxctl = signedIn(STAYING);
        DeviceSignIn.revoke(realm, cachedRefreshToken());

        Result second = influxctl.run(People.approving(STAYING), LIST);

        assertThat(second.askedToSignIn()).isTrue();
        assertThat(second.status()).as(second.talk()).isZero();
    }

    @Test
    void letsADisabledPersonNoFurtherThanTheSignInPage() throws IOException, InterruptedException {
        Influxctl influxctl = signedIn(DISABLED);
        controls.disable(idOfDisabled);

        assertThatThrownBy(() -> influxctl.run(People.approving(DISABLED), LIST))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Account is disabled");
    }

    @Test
    void letsADeletedPersonNoFurtherThanTheSignInPage() throws IOException, InterruptedException {
        Influxctl influxctl = signedIn(DELETED);
        controls.delete(idOfDeleted);

        assertThatThrownBy(() -> influxctl.run(People.approving(DELETED), LIST))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Invalid username or password");
    }

    private Secret cachedRefreshToken() throws IOException {
        return Secret.of(People.cachedTokens(home).path("refresh_token").asString());
    }

    private Influxctl signedIn(Person person) throws IOException, InterruptedException {
        Influxctl influxctl = People.influxctl(home, cluster, realm);
        Result first = influxctl.run(People.approving(person), LIST);
        assertThat(first.status()).as(first.talk()).isZero();
        assertThat(first.askedToSignIn()).isTrue();
        return influxctl;
    }

    private static Person person(String username) {
        return new Person(username, "First", "Last", Secret.of("password-of-" + username));
    }
}
