// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Bearers.Answer;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A Keycloak whose addresses begin with `/auth`, as the documented configuration has them, and
/// what becomes of whoever mixes up the two kinds (admin.md 1.3, 1.4 and 1.8.1). The story is
/// played once, so that the second Keycloak is gone again before the next class; each test looks at
/// one part of it.
@ExtendWith(Provider.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeycloakUnderAuthTest {
    private static final Person LISTED =
            new Person("marty", "Marty", "McFly", Secret.of("password-of-marty"));

    /// Its name has the other one in it.
    private static final Person NAMESAKE =
            new Person("marty-senior", "Marty", "Senior", Secret.of("password-of-senior"));

    private static final String CERTS = "/protocol/openid-connect/certs";

    private final Realm realm;
    private final Result signIn;
    private final Answer subject;
    private final String listedId;
    private final Refused prefixMissing;
    private final Refused prefixTooMany;

    KeycloakUnderAuthTest(Provider withoutPath, @TempDir Path directory)
            throws IOException, InterruptedException {
        try (Provider underAuth = Provider.below("/auth")) {
            realm = underAuth.realm("plant");
            underAuth.admit(realm, NAMESAKE);
            underAuth.admit(realm, LISTED);
            listedId = underAuth.lookUp(realm, LISTED.username());
            Secret token = DeviceSignIn.of(realm, LISTED).access();
            String configuration = documented(realm, listedId);
            try (Cluster cluster = Cluster.configured(directory.resolve("good"), configuration)) {
                signIn = signIn(cluster, directory.resolve("home"));
                subject = new Bearers(cluster).present(token);
            }
            prefixMissing =
                    refused(
                            directory.resolve("missing"),
                            configuration.replace("/auth/realms/", "/realms/"),
                            token);
        }
        Realm plain = withoutPath.realm("plant");
        String id = withoutPath.admit(plain, LISTED);
        prefixTooMany =
                refused(
                        directory.resolve("too-many"),
                        documented(plain, id),
                        DeviceSignIn.of(plain, LISTED).access());
    }

    /// What a server made of a good token when it was told to look for keys in the wrong place.
    private record Refused(Answer answer, String log) {}

    private static Refused refused(Path directory, String configuration, Secret token)
            throws IOException, InterruptedException {
        try (Cluster cluster = Cluster.configured(directory, configuration)) {
            return new Refused(new Bearers(cluster).present(token), cluster.log());
        }
    }

    private static String documented(Realm realm, String userId) throws IOException {
        return Documented.appInstance(
                "keycloak",
                Map.of(
                        "KEYCLOAK_HOST", realm.base().getAuthority(),
                        "KEYCLOAK_REALM", realm.name(),
                        "KEYCLOAK_USER_ID", userId));
    }

    private Result signIn(Cluster cluster, Path home) throws IOException, InterruptedException {
        String profile =
                Documented.profile(
                        Documented.KEYCLOAK_PROFILE,
                        cluster,
                        Map.of(
                                "KEYCLOAK_CLIENT_ID", realm.clientId(),
                                "KEYCLOAK_HOST", realm.base().getAuthority() + "/auth",
                                "KEYCLOAK_REALM", realm.name()));
        return People.influxctl(home, profile)
                .run(People.approving(LISTED), List.of("token", "list"));
    }

    @Test
    @Conforms({"A-3", "A-77", "A-81"})
    void theDocumentedSettingsSignAnAdministratorIn() {
        assertThat(signIn.status()).as(signIn.talk()).isZero();
        assertThat(signIn.askedToSignIn()).isTrue();
        assertThat(signIn.talk()).contains(realm.base() + "/realms/plant/device");
        assertThat(signIn.output()).contains("DESCRIPTION");
    }

    @Test
    @Conforms({"A-17", "A-27"})
    void theIdOfTheDocumentedAddressIsTheOneToList() {
        assertThat(realm.base().getPath()).isEqualTo("/auth");
        assertThat(subject.status()).as(subject.reason()).isEqualTo(200);
        assertThat(subject.subject()).isEqualTo(listedId);
    }

    @Test
    void withoutThePrefixTheLogSaysToAddIt() {
        assertUnavailable(
                prefixMissing,
                realm.issuer().toString().replace("/auth", "")
                        + CERTS
                        + " answered 404; try the address with /auth before /realms");
    }

    @Test
    void withAPrefixTooManyTheLogSaysToRemoveIt() {
        assertUnavailable(
                prefixTooMany,
                "/auth/realms/plant" + CERTS + " answered 404; try the address without /auth");
    }

    private static void assertUnavailable(Refused refused, String hint) {
        assertThat(refused.answer().status()).isEqualTo(503);
        assertThat(refused.answer().retryAfter()).isEqualTo("5");
        assertThat(refused.answer().reason()).isEqualTo("provider_keys_unavailable");
        assertThat(refused.log()).contains(hint);
    }
}
