// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Cluster.DatabaseToken;
import dev.sluice.blackbox.Commands.Ended;
import dev.sluice.local.AppInstanceFile;
import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.SampleData;
import dev.sluice.local.keycloak.FileTrees;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Who administers changes while one server runs (admin.md 1.10 and 2.4).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveConfigurationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final StubIdentityProvider provider = StubIdentityProvider.start();
    private final Secret ada = Secret.of(provider.accessToken().sign(provider.signer()));
    private final Cluster cluster;

    LiveConfigurationTest(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = Cluster.start(directory, listing(StubIdentityProvider.SUBJECT), "");
    }

    @BeforeEach
    void listAda() throws Exception {
        cluster.configure(render(StubIdentityProvider.SUBJECT));
        eventually(ada, 200);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
        provider.close();
    }

    @Test
    @Conforms({"A-56", "A-57"})
    void aUserIsRemovedAndAddedAgain() throws Exception {
        cluster.configure(render("somebody-else"));
        eventually(ada, 403);

        cluster.configure(render(StubIdentityProvider.SUBJECT));
        eventually(ada, 200);
    }

    @Test
    @Conforms("A-16")
    void aBadFileNeverReplacesAGoodOne() throws Exception {
        cluster.configure(render("somebody-else").replace("firstName", "firstname"));

        Eventually.holds(
                "the refusal in the log",
                PATIENCE,
                () -> cluster.log().contains("firstname is not a setting"));
        assertThat(status(ada)).isEqualTo(200);
    }

    /// Waits by tokens that are good until the change: refused ones would be slowed.
    @Test
    @Conforms("A-58")
    void anotherKeysAddressReplacesTheKeysAtOnce() throws Exception {
        try (StubIdentityProvider other = StubIdentityProvider.start()) {
            Secret othersAda = Secret.of(other.accessToken().sign(other.signer()));
            String mine = render(StubIdentityProvider.SUBJECT);
            assertThat(status(othersAda)).isEqualTo(401);

            cluster.configure(
                    mine.replace(provider.keysUrl().toString(), other.keysUrl().toString()));
            eventually(ada, 401);
            assertThat(status(othersAda)).isEqualTo(200);

            cluster.configure(mine);
            eventually(othersAda, 401);
            assertThat(status(ada)).isEqualTo(200);
        }
    }

    @Test
    @Conforms("A-57")
    void aLinkIsSwappedAsKubernetesDoes() throws Exception {
        Path file = cluster.layout().configurationFile();
        Path other = Files.createDirectories(file.resolveSibling("..mounted"));
        Files.writeString(other.resolve("cluster.yml"), render("somebody-else"));
        Path link =
                Files.createSymbolicLink(
                        file.resolveSibling("..link"), Path.of("..mounted/cluster.yml"));

        Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);

        eventually(ada, 403);
    }

    @Test
    @Conforms({"A-70", "A-72"})
    void theAdminTokenIsRevokedAndRenewed() throws Exception {
        Path secrets = cluster.layout().adminTokenFile().resolveSibling("");
        Secret before = SampleData.adminToken(cluster.layout().adminTokenFile());
        DatabaseToken writer = cluster.createDatabase("plant");
        assertThat(status(before)).isEqualTo(200);

        FileTrees.delete(secrets.resolve("rsa-keys"));
        Files.delete(cluster.layout().adminTokenFile());
        eventually(before, 401);
        assertThat(status(ada)).isEqualTo(200);
        assertThat(cluster.write("plant", writer, "m f=1 1")).isEqualTo(204);

        assertDone(sluice("key-gen"));
        Ended created = sluice("create-admin-token");
        assertDone(created);
        assertThat(created.talk()).contains("not for production");
        eventually(SampleData.adminToken(cluster.layout().adminTokenFile()), 200);
        assertThat(status(before)).isEqualTo(401);
    }

    private Ended sluice(String command) throws IOException, InterruptedException {
        return Commands.run(
                Checkout.PROGRAMS.sluice(),
                command,
                "--data-dir",
                cluster.layout().data().toString());
    }

    private static void assertDone(Ended ended) {
        assertThat(ended.status()).as(ended.talk()).isZero();
        assertThat(ended.output()).startsWith("made the ");
    }

    private Administration listing(String user) {
        return new Administration(
                provider.keysUrl(), List.of(new User(user, "Ada", "Lovelace", "ada")));
    }

    private String render(String user) {
        return new AppInstanceFile(cluster.port(), cluster.layout().data(), listing(user)).render();
    }

    private void eventually(Secret token, int status) throws Exception {
        Eventually.holds("status " + status, PATIENCE, () -> status(token) == status);
    }

    private int status(Secret token) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(cluster.uri("/api/v0/tokens"))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + token.reveal())
                        .build();
        return Checkout.HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }
}
