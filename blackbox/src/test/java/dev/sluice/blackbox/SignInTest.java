// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.Influxctl;
import dev.sluice.local.Influxctl.Browser;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.local.ProfileFile;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.local.keycloak.SignInPages;
import dev.sluice.local.process.Ports;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// "Test your authorization flow" (admin.md 1.12), at a real Keycloak.
@ExtendWith(Provider.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignInTest {
    private static final Person LISTED =
            new Person("marty", "Marty", "McFly", Secret.of("password-of-marty"));
    private static final Person UNLISTED =
            new Person("biff", "Biff", "Tannen", Secret.of("password-of-biff"));
    private static final Browser NO_BROWSER =
            page -> {
                throw new AssertionError("nobody should have to sign in at " + page);
            };

    private final Realm realm;
    private final Cluster cluster;
    private CountingProxy proxy = CountingProxy.closed();

    SignInTest(Provider provider, @TempDir Path directory)
            throws IOException, InterruptedException {
        realm = provider.realm("sign-in");
        String id = provider.admit(realm, LISTED);
        provider.admit(realm, UNLISTED);
        var user = new User(id, "Marty", "McFly", "mcfly@example.com");
        cluster =
                Cluster.start(
                        directory, new Administration(realm.jwksEndpoint(), List.of(user)), "");
    }

    @BeforeEach
    void openProxy() throws IOException {
        proxy = CountingProxy.open(realm.base());
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @AfterAll
    void stop() throws IOException, InterruptedException {
        cluster.close();
    }

    @Test
    @Conforms({"A-17", "A-27", "A-77", "A-81"})
    void directsToTheProviderAndThenListsTheTokens(@TempDir Path home)
            throws IOException, InterruptedException {
        Result result = influxctl(home).run(approvedBy(LISTED), List.of("token", "list"));

        assertThat(result.status()).as(result.talk()).isZero();
        assertThat(result.askedToSignIn()).isTrue();
        assertThat(result.output()).contains("DESCRIPTION");
    }

    @Test
    @Conforms("A-93")
    void signsInOnceAndThenLeavesTheProviderAlone(@TempDir Path home)
            throws IOException, InterruptedException {
        Influxctl influxctl = influxctl(home);
        influxctl.run(approvedBy(LISTED), List.of("token", "list"));
        int requests = proxy.requests();

        Result second = influxctl.run(NO_BROWSER, List.of("database", "list"));

        assertThat(second.status()).as(second.talk()).isZero();
        assertThat(requests).isPositive();
        assertThat(proxy.requests()).isEqualTo(requests);
    }

    @Test
    @Conforms("A-199")
    void tellsNoTokenHoweverMuchItIsAskedToTell(@TempDir Path home)
            throws IOException, InterruptedException {
        Result result =
                influxctl(home).run(approvedBy(LISTED), List.of("--trace", "token", "list"));

        assertThat(result.status()).as(result.talk()).isZero();
        assertThat(result.talk()).contains("debug\tPOST ", "debug\t200 from ");
        String cached = People.cachedTokens(home).toString();
        assertThat(cached).contains("access_token", "refresh_token");
        for (JsonNode token : People.cachedTokens(home)) {
            assertThat(result.talk() + result.output()).doesNotContain(token.asString());
        }
        assertThat(result.talk()).doesNotContain("eyJ");
    }

    @Test
    @Conforms("A-52")
    void letsNobodyInWhoIsNotListed(@TempDir Path home) throws IOException, InterruptedException {
        Result result = influxctl(home).run(approvedBy(UNLISTED), List.of("token", "list"));

        assertThat(result.askedToSignIn()).isTrue();
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.talk()).contains("error\t").contains("403 forbidden");
    }

    @Test
    @Conforms("A-103")
    void doesNothingWhenThePersonSaysNo(@TempDir Path home)
            throws IOException, InterruptedException {
        Browser denying = page -> new SignInPages(Checkout.HTTP).deny(page, LISTED);

        Result result = influxctl(home).run(denying, List.of("token", "list"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.talk()).contains("error\tauthorization was denied");
    }

    @Test
    @Conforms("A-83")
    void asksNobodyToSignInForTheVersion(@TempDir Path home)
            throws IOException, InterruptedException {
        Result result = influxctl(home).run(NO_BROWSER, List.of("version"));

        assertThat(result.status()).isZero();
        assertThat(proxy.requests()).isZero();
    }

    @Test
    @Conforms("A-36")
    void saysThatTheClusterCannotReachTheProvider(@TempDir Path directory, @TempDir Path home)
            throws IOException, InterruptedException {
        URI nobody = URI.create("http://localhost:%d/keys".formatted(Ports.free()));
        var user = new User("nobody", "No", "Body", "nobody@example.com");
        try (Cluster cutOff =
                Cluster.start(directory, new Administration(nobody, List.of(user)), "")) {
            Result result =
                    influxctl(cutOff, home).run(approvedBy(LISTED), List.of("token", "list"));

            assertThat(result.askedToSignIn()).isTrue();
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.talk()).contains("error\t", "503");
        }
    }

    private static Browser approvedBy(Person person) {
        return page -> new SignInPages(Checkout.HTTP).approve(page, person);
    }

    private Influxctl influxctl(Path home) throws IOException {
        return influxctl(cluster, home);
    }

    private Influxctl influxctl(Cluster cluster, Path home) throws IOException {
        var throughProxy = new Realm(proxy.base(), realm.name(), realm.clientId());
        Path profile = home.resolve("config.toml");
        Files.writeString(profile, ProfileFile.signingIn(cluster.port(), throughProxy));
        return new Influxctl(Checkout.PROGRAMS, profile, home.resolve("cache"));
    }
}
