// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.Influxctl;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.model.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// From the address of a real issuer to a signed-in administrator, by the program's own help.
@ExtendWith(Provider.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignInHelpTest {
    private static final Person LISTED =
            new Person("emmett", "Emmett", "Brown", Secret.of("password-of-emmett"));
    private static final Person UNLISTED =
            new Person("griff", "Griff", "Tannen", Secret.of("password-of-griff"));

    private final Realm realm;
    private final String listedId;
    private final String unlistedId;
    private final Cluster cluster;

    SignInHelpTest(Provider provider, @TempDir Path directory)
            throws IOException, InterruptedException {
        realm = provider.realm("sign-in-help");
        listedId = provider.admit(realm, LISTED);
        unlistedId = provider.admit(realm, UNLISTED);
        var user = new User(listedId, "Emmett", "Brown", "brown@example.com");
        cluster =
                Cluster.start(
                        directory, new Administration(realm.jwksEndpoint(), List.of(user)), "");
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    void leadsFromTheIssuerToAnAdministrator(@TempDir Path home)
            throws IOException, InterruptedException {
        Influxctl influxctl = setUp(home);

        Result login = influxctl.run(People.approving(LISTED), List.of("auth", "login"));
        Result who = influxctl.run(People.NOBODY, List.of("auth", "whoami", "--format", "json"));
        Result doctor = influxctl.run(People.NOBODY, List.of("auth", "doctor"));

        assertThat(login.status()).as(login.talk()).isZero();
        assertThat(who.status()).as(who.talk()).isZero();
        assertThat(who.output())
                .contains(
                        "\"provider\": \"keycloak\"",
                        "\"user_id\": \"" + listedId + "\"",
                        "\"name\": \"Emmett Brown\"",
                        "\"accepted\": \"yes\"");
        assertThat(doctor.output().lines())
                .as(doctor.output())
                .hasSize(8)
                .allMatch(line -> line.startsWith("ok "));
        assertThat(doctor.status()).isZero();
    }

    @Test
    void saysWhomToListWhenTheClusterDoesNotKnowThePerson(@TempDir Path home)
            throws IOException, InterruptedException {
        Influxctl influxctl = setUp(home);

        Result who = influxctl.run(People.approving(UNLISTED), List.of("auth", "whoami"));
        Result doctor = influxctl.run(People.NOBODY, List.of("auth", "doctor"));

        assertThat(who.status()).isEqualTo(1);
        assertThat(who.talk()).contains("- id: \"" + unlistedId + "\"", "lastName: \"Tannen\"");
        assertThat(doctor.status()).isEqualTo(1);
        assertThat(doctor.output()).contains("does not list user \"" + unlistedId + "\" (403)");
    }

    @Test
    void namesARealmThatIsNotThere(@TempDir Path home) throws IOException, InterruptedException {
        Result result =
                People.influxctl(home, "")
                        .run(
                                People.NOBODY,
                                List.of(
                                        "auth",
                                        "setup",
                                        "--host",
                                        "localhost",
                                        "--issuer",
                                        realm.issuer() + "-of-nobody"));

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.talk()).contains("answered 404");
    }

    @Test
    void endsWithItsOwnStatusAndKeepsNothingWhenThePersonInterrupts(@TempDir Path home)
            throws IOException, InterruptedException {
        setUp(home);
        Path program = Checkout.PROGRAMS.influxctl();
        // A shell in the background lets its children ignore the signal.
        ProcessBuilder builder =
                new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        program.toString(),
                        "--config",
                        home.resolve("config.toml").toString(),
                        "token",
                        "list");
        builder.environment().put("INFLUXCTL_NO_BROWSER", "1");
        builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SLUICE_NO_BUILD", "1");
        Process process = builder.start();
        try (var talk =
                new BufferedReader(
                        new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            assertThat(talk.lines().anyMatch(line -> line.startsWith("The code is valid for ")))
                    .isTrue();

            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

            assertThat(process.waitFor()).isEqualTo(130);
        } finally {
            process.destroyForcibly();
        }
        try (Stream<Path> kept = Files.walk(home.resolve("cache"))) {
            assertThat(kept.filter(file -> file.toString().endsWith(".json"))).isEmpty();
        }
    }

    private Influxctl setUp(Path home) throws IOException, InterruptedException {
        Influxctl influxctl = People.influxctl(home, "");
        Result result =
                influxctl.run(
                        People.NOBODY,
                        List.of(
                                "auth",
                                "setup",
                                "--issuer",
                                realm.issuer().toString(),
                                "--client-id",
                                realm.clientId(),
                                "--host",
                                "localhost",
                                "--port",
                                Integer.toString(cluster.port()),
                                "--plain-http"));
        assertThat(result.status()).as(result.talk()).isZero();
        assertThat(result.output()).contains(realm.jwksEndpoint().toString());
        return influxctl;
    }
}
