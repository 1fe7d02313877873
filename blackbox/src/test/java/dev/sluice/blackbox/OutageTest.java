// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Bearers.Answer;
import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.local.SampleData;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Keycloak goes away, a second server starts without it, and it comes back with other keys
/// (admin.md 1.6). The story is played once; each test looks at one part of it. No other class runs
/// meanwhile, because they share the Keycloak.
@Isolated
@ExtendWith(Provider.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutageTest {
    private static final Person LISTED =
            new Person("lorraine", "Lorraine", "Baines", Secret.of("password-of-lorraine"));
    private static final List<String> LIST = List.of("token", "list");

    /// The second server asks for keys again after pauses that double up to a minute.
    private static final Duration RECOVERY_PATIENCE = Duration.ofMinutes(2);

    private final Realm realm;
    private final Cluster early;
    private final Cluster late;
    private final Result cachedSignIn;
    private final Result newSignIn;
    private final Answer earlyServer;
    private final Answer lateServer;
    private final Answer lateServersAdminToken;

    OutageTest(Provider provider, @TempDir Path directory)
            throws IOException, InterruptedException {
        realm = provider.realm("outage");
        var user =
                new User(provider.admit(realm, LISTED), "Lorraine", "Baines", "baines@example.com");
        var administration = new Administration(realm.jwksEndpoint(), List.of(user));
        early = Cluster.start(directory.resolve("early"), administration, "");
        var withToken = People.influxctl(directory.resolve("with-token"), early, realm);
        withToken.run(People.approving(LISTED), LIST);
        Secret unseen = DeviceSignIn.of(realm, LISTED).access();

        provider.stop();
        try {
            cachedSignIn = withToken.run(People.NOBODY, LIST);
            newSignIn =
                    People.influxctl(directory.resolve("without-token"), early, realm)
                            .run(People.NOBODY, LIST);
            earlyServer = new Bearers(early).present(unseen);
            late = Cluster.start(directory.resolve("late"), administration, "");
            lateServer = new Bearers(late).present(unseen);
            lateServersAdminToken =
                    new Bearers(late)
                            .present(SampleData.adminToken(late.layout().adminTokenFile()));
        } finally {
            provider.start();
        }
        provider.controls(realm).rotateKeys();
    }

    @AfterAll
    void stop() throws IOException {
        early.close();
        late.close();
    }

    @Test
    void aCachedSignInGoesOnWorking() {
        assertThat(cachedSignIn.status()).as(cachedSignIn.talk()).isZero();
        assertThat(cachedSignIn.output()).contains("DESCRIPTION");
    }

    @Test
    void aNewSignInSaysWhatIsWrongInOneSentence() {
        assertThat(newSignIn.status()).isEqualTo(1);
        assertThat(newSignIn.output()).isEmpty();
        assertThat(newSignIn.talk())
                .contains("the identity provider at " + realm.deviceUrl() + " cannot be reached")
                .hasLineCount(1);
    }

    @Test
    @Conforms("A-35")
    void keysAtHandVerifyATokenThatWasNeverSeen() {
        assertThat(earlyServer.status()).as(earlyServer.reason()).isEqualTo(200);
    }

    @Test
    @Conforms("A-36")
    void aServerThatNeverHadKeysAsksToTryAgainAndDoesNotRefuse() {
        assertThat(lateServer.status()).isEqualTo(503);
        assertThat(lateServer.retryAfter()).isEqualTo("5");
        assertThat(lateServer.outcome()).isEqualTo("unavailable");
        assertThat(lateServer.reason()).isEqualTo("provider_keys_unavailable");
    }

    @Test
    @Conforms("A-37")
    void theAdminTokenOpensAServerThatNeverHadKeys() {
        assertThat(lateServersAdminToken.status()).isEqualTo(200);
    }

    @Test
    void bothServersTakeTheNewKeysAfterwards(@TempDir Path home) throws Exception {
        Result signIn = People.influxctl(home, early, realm).run(People.approving(LISTED), LIST);
        Secret token = DeviceSignIn.of(realm, LISTED).access();

        assertThat(signIn.status()).as(signIn.talk()).isZero();
        Eventually.holds(
                "the second server has keys",
                RECOVERY_PATIENCE,
                () -> new Bearers(late).present(token).status() == 200);
    }
}
