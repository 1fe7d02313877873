// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.Influxctl;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An administrator who signs in lets a program administer, and stops it again (admin.md 5.6).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AutomationTest {
    private static final String FORBIDDEN = "403 forbidden: the cluster knows the management token";

    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final Cluster cluster;
    private final Influxctl ada;
    private String id = "";
    private String text = "";

    AutomationTest(@TempDir Path directory) throws IOException, InterruptedException {
        User user = new User(StubIdentityProvider.SUBJECT, "Ada", "Lovelace", "ada@example.com");
        cluster =
                Cluster.start(
                        directory.resolve("cluster"),
                        new Administration(provider.keysUrl(), List.of(user)),
                        "");
        URI base = URI.create("http://" + provider.keysUrl().getAuthority());
        Realm realm = new Realm(base, "test", "influxctl");
        ada = People.influxctl(directory.resolve("ada"), cluster, realm);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
        provider.close();
    }

    @BeforeEach
    void makeToken() throws IOException, InterruptedException {
        Result made = asAda("management", "create", "--description", "ci", "--format", "json");
        assertThat(made.status()).as(made.talk()).isZero();
        JsonNode token = new JsonMapper().readTree(made.output());
        id = token.path("id").stringValue();
        text = token.path("token").stringValue();
    }

    /// The provider approves by itself; Ada only has to be sent there.
    private Result asAda(String... arguments) throws IOException, InterruptedException {
        return ada.run(_ -> {}, List.of(arguments));
    }

    private Influxctl program(Path home) throws IOException {
        Path profile = home.resolve("config.toml");
        Files.writeString(
                profile,
                """
                [[profile]]
                    name = "default"
                    product = "clustered"
                    host = "localhost"
                    port = "%d"
                    mgmt_token = "%s"

                    [profile.tls]
                        disable = true
                """
                        .formatted(cluster.port(), text));
        return new Influxctl(Checkout.PROGRAMS, profile, home.resolve("cache"));
    }

    private static Result run(Influxctl program, String... arguments)
            throws IOException, InterruptedException {
        return program.run(People.NOBODY, List.of(arguments));
    }

    @Test
    void aProgramAdministersWithoutAPerson(@TempDir Path home) throws Exception {
        Influxctl program = program(home);

        Result created = run(program, "database", "create", "plant");
        Result listed = run(program, "token", "list");
        Result users = run(program, "user", "list");

        assertThat(created.output()).isEqualTo("database \"plant\" successfully created\n");
        assertThat(listed.status()).as(listed.talk()).isZero();
        assertThat(users.output())
                .contains("| Ada        | Lovelace  | ada@example.com | Admin  |");
    }

    @Test
    @Conforms("A-172")
    void aProgramLetsNoOtherProgramAdminister(@TempDir Path home) throws Exception {
        Result refused = run(program(home), "management", "create");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).isEmpty();
        assertThat(refused.talk()).contains(FORBIDDEN);
    }

    @Test
    @Conforms("A-171")
    void aProgramNeitherReadsNorWrites(@TempDir Path home) throws Exception {
        Influxctl program = program(home);
        run(program, "database", "create", "closed");

        Result written =
                run(program, "write", "--database", "closed", "--token", text, "home temp=1");
        Result read =
                run(program, "query", "--database", "closed", "--token", text, "SELECT 1 AS one");

        assertThat(written.status()).isEqualTo(1);
        assertThat(written.talk()).contains("write failed: forbidden");
        assertThat(read.status()).isEqualTo(1);
        assertThat(read.talk()).contains("query failed: forbidden");
    }

    @Test
    @Conforms("A-134")
    void aRevokedProgramIsOutAtOnce(@TempDir Path home) throws Exception {
        Influxctl program = program(home);
        assertThat(run(program, "database", "list").status()).isZero();

        Result revoked = asAda("management", "revoke", "--force", id);

        assertThat(revoked.output())
                .isEqualTo("management token " + id + " successfully revoked\n");
        Result refused = run(program, "database", "list");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.talk())
                .contains("unauthorized: the cluster does not accept the management token");
        assertThat(asAda("management", "list").output())
                .containsPattern(id + " \\| ci +\\| " + prefix() + " \\| \\S+ +\\| +\\| \\S+Z \\|");
    }

    private String prefix() {
        return Pattern.quote(text.substring(0, 9));
    }
}
