// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Commands.Ended;
import dev.sluice.local.ProfileFile;
import dev.sluice.local.SampleData;
import dev.sluice.local.keycloak.FileTrees;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The admin token by the commands that people type: the two jobs, the documented way of fetching
/// it, the check of an installation, and its revocation by restarting (admin.md 2). The tests share
/// one server and leave it running with a good token.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminTokenJobsTest {
    private static final String KEY_GEN = "key-gen";
    private static final String CREATE = "create-admin-token";
    private static final String WARNING = "for development and tests, not for production";

    private final Cluster cluster;
    @TempDir private Path home;

    AdminTokenJobsTest(@TempDir Path directory) throws IOException, InterruptedException {
        cluster = Cluster.start(directory);
    }

    @AfterAll
    void stop() throws IOException {
        cluster.close();
    }

    @Test
    @Conforms({"A-65", "A-66"})
    void eachJobMakesItsSecretOnceAndMayRunAgain() throws IOException, InterruptedException {
        cluster.stop();
        removeSecrets();

        assertThat(job(KEY_GEN).output()).startsWith("made the key pair in ");
        List<String> keys = keys();
        assertThat(job(KEY_GEN).output()).contains("there is a key pair in ", "nothing to do");
        assertThat(keys()).isEqualTo(keys);
        assertThat(tokenFile()).doesNotExist();

        assertThat(job(CREATE).output()).startsWith("made the admin token ");
        String token = Files.readString(tokenFile());
        assertThat(job(CREATE).output()).contains("there is a good admin token", "nothing to do");
        assertThat(tokenFile()).content().isEqualTo(token);
        assertThat(keys()).isEqualTo(keys);

        cluster.start();
        assertThat(tokenFile()).content().isEqualTo(token);
        assertThat(present(SampleData.adminToken(tokenFile()))).isEqualTo(200);
    }

    @Test
    @Conforms("A-66")
    void theTokenJobMakesAnotherTokenForOtherKeys() throws IOException, InterruptedException {
        cluster.stop();
        String before = Files.readString(tokenFile());
        FileTrees.delete(secrets().resolve("rsa-keys"));
        job(KEY_GEN);

        assertThat(job(CREATE).output()).startsWith("made the admin token ");

        assertThat(tokenFile()).content().isNotEqualTo(before);
        cluster.start();
    }

    /// What `kubectl get secrets/admin-token --template={{.data.token}}` prints is the file in
    /// base64; the rest is the documented command.
    @Test
    @Conforms("A-67")
    void theDocumentedCommandGivesAFileThatAuthorizesInfluxctl()
            throws IOException, InterruptedException {
        String printed = Base64.getEncoder().encodeToString(Files.readAllBytes(tokenFile()));
        Path fetched = home.resolve("token.json");

        Ended fetching =
                Commands.run(
                        Path.of("/bin/sh"),
                        "-c",
                        "printf %s \"$1\" | base64 -d > \"$2\"",
                        "sh",
                        printed,
                        fetched.toString());

        assertThat(fetching.status()).as(fetching.talk()).isZero();
        Ended list = influxctl(fetched, "token", "list");
        assertThat(list.status()).as(list.talk()).isZero();
        assertThat(list.output()).contains("DESCRIPTION");
    }

    @Test
    @Conforms("A-76")
    void theCheckOfAnInstallationNeedsNothingButTheTokenFile()
            throws IOException, InterruptedException {
        Ended create = influxctl(tokenFile(), "database", "create", "smoke");
        Ended write =
                influxctl(
                        tokenFile(),
                        "write",
                        "--database",
                        "smoke",
                        "--precision",
                        "s",
                        "home,room=Attic temp=21.5 1641024000");
        Ended query =
                influxctl(
                        tokenFile(),
                        "query",
                        "--database",
                        "smoke",
                        "--format",
                        "json",
                        "SELECT room, temp FROM home");

        assertThat(create.status()).as(create.talk()).isZero();
        assertThat(write.status()).as(write.talk()).isZero();
        assertThat(query.status()).as(query.talk()).isZero();
        assertThat(query.output()).contains("\"room\": \"Attic\"", "\"temp\": 21.5");
        assertThat(create.talk() + query.talk()).doesNotContain("Open this address");
    }

    @Test
    @Conforms({"A-70", "A-71"})
    void aServerThatIsRestartedAfterTheKeysWereRemadeRefusesTheOldToken()
            throws IOException, InterruptedException {
        Secret before = SampleData.adminToken(tokenFile());
        assertThat(present(before)).isEqualTo(200);

        cluster.stop();
        removeSecrets();
        job(KEY_GEN);
        job(CREATE);
        cluster.start();

        assertThat(present(before)).isEqualTo(401);
        assertThat(present(SampleData.adminToken(tokenFile()))).isEqualTo(200);
    }

    @Test
    @Conforms("A-75")
    void aConfiguredKeyPairTakesThePlaceOfTheGeneratedOne(@TempDir Path directory)
            throws IOException, InterruptedException, NoSuchAlgorithmException {
        KeyPair pair = rsaPair();
        String configuration =
                """
                apiVersion: kubecfg.dev/v1alpha1
                kind: AppInstance
                spec:
                  package:
                    spec:
                      admin:
                        internalSigningKey:
                          id: {value: our-own-key}
                          privateKey: {value: "%s"}
                          publicKey: {value: "%s"}
                """
                        .formatted(
                                pem("PRIVATE KEY", pair.getPrivate().getEncoded()),
                                pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        try (Cluster configured = Cluster.configuredWithKeys(directory, configuration)) {
            Path file = configured.layout().adminTokenFile();
            Secret token = SampleData.adminToken(file);

            assertThat(headerOf(token)).contains("\"kid\":\"our-own-key\"");
            assertThat(new Bearers(configured).present(token).status()).isEqualTo(200);
            assertThat(new Bearers(configured).present(SampleData.adminToken(tokenFile())).status())
                    .isEqualTo(401);
            assertThat(file.resolveSibling("rsa-keys")).doesNotExist();
            Ended keyGen =
                    Commands.run(
                            Checkout.PROGRAMS.sluice(),
                            KEY_GEN,
                            "--config",
                            configured.layout().configurationFile().toString(),
                            "--data-dir",
                            configured.layout().data().toString());
            assertThat(keyGen.output())
                    .isEqualTo("admin.internalSigningKey is given: nothing to do\n");
            assertThat(file.resolveSibling("rsa-keys")).doesNotExist();
        }
    }

    @Test
    @Conforms("A-73")
    void whoeverMeetsTheTokenReadsThatItIsNotForProduction()
            throws IOException, InterruptedException {
        assertThat(job(CREATE).talk()).contains(WARNING);
        assertThat(cluster.log()).contains(WARNING);
        assertThat(oneLine(influxctl(tokenFile(), "auth", "--help").output())).contains(WARNING);
        Ended login = influxctl(tokenFile(), "auth", "login");
        assertThat(login.status()).isEqualTo(1);
        assertThat(login.talk()).contains(WARNING).hasLineCount(1);
        for (String document :
                List.of(
                        "README.md",
                        "SECURITY.md",
                        "docs/how-to/revoke-admin-token.md",
                        "docs/reference/configuration.md")) {
            assertThat(words(document)).as(document).contains("not for production");
        }
    }

    /// A document as one line without emphasis.
    private static String words(String document) throws IOException {
        return oneLine(
                Files.readString(Path.of(System.getProperty("sluice.checkout"), document))
                        .replace("*", ""));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private int present(Secret token) throws IOException, InterruptedException {
        return new Bearers(cluster).present(token).status();
    }

    private Ended job(String name) throws IOException, InterruptedException {
        Ended ended =
                Commands.run(
                        Checkout.PROGRAMS.sluice(),
                        name,
                        "--data-dir",
                        cluster.layout().data().toString());
        assertThat(ended.status()).as(ended.talk()).isZero();
        return ended;
    }

    private Ended influxctl(Path tokenFile, String... arguments)
            throws IOException, InterruptedException {
        Path profile = home.resolve("config.toml");
        Files.writeString(profile, ProfileFile.withAdminToken(cluster.port(), tokenFile));
        List<String> words = new ArrayList<>(List.of("--config", profile.toString()));
        words.addAll(List.of(arguments));
        return Commands.run(Checkout.PROGRAMS.influxctl(), words.toArray(String[]::new));
    }

    private Path tokenFile() {
        return cluster.layout().adminTokenFile();
    }

    private Path secrets() {
        return tokenFile().resolveSibling("");
    }

    private void removeSecrets() throws IOException {
        FileTrees.delete(secrets().resolve("rsa-keys"));
        Files.delete(tokenFile());
    }

    private List<String> keys() throws IOException {
        Path directory = secrets().resolve("rsa-keys");
        return List.of(
                Files.readString(directory.resolve("id")),
                Files.readString(directory.resolve("privateKey")),
                Files.readString(directory.resolve("publicKey")));
    }

    private static KeyPair rsaPair() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /// PEM with its line ends as YAML writes them between quotes.
    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n")
                .replace("\n", "\\n");
    }

    private static String headerOf(Secret token) {
        String header = token.reveal().substring(0, token.reveal().indexOf('.'));
        return new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
    }
}
