// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.config.PostgresConfig;
import dev.sluice.config.PostgresConfig.CertificateFiles;
import dev.sluice.config.PostgresConfig.Host;
import dev.sluice.config.PostgresConfig.Tls;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.PostgresServer;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who comes with a certificate of his own, and none of a password.
@Timeout(120)
final class PostgresTlsTest {
    @TempDir private static Path made;
    private static TestCertificate certificate;
    private static PostgresServer postgres;
    private static Path authorities;
    private static Path shown;
    private static Path key;

    @BeforeAll
    static void start() throws Exception {
        certificate =
                TestCertificate.createWithAuthority(Files.createDirectory(made.resolve("own")));
        authorities = Files.writeString(made.resolve("ca.crt"), certificate.authorityPem());
        shown = Files.writeString(made.resolve("client.crt"), certificate.chainPem());
        key = Files.writeString(made.resolve("client.key"), certificate.keyPem());
        postgres = PostgresServer.start(certificate);
        String _ =
                postgres.psql(
                        postgres.dsn("postgres", "sslmode=require"),
                        "CREATE ROLE %1$s LOGIN; CREATE DATABASE certified OWNER %1$s"
                                .formatted(PostgresServer.CERTIFIED)
                                .replace("; ", ";\n"));
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static PostgresCatalog open(Tls tls, CertificateFiles files, @Nullable Path elsewhere) {
        return PostgresCatalog.open(
                new PostgresConfig(
                        List.of(new Host("127.0.0.1", postgres.port())),
                        false,
                        "certified",
                        null,
                        PostgresServer.CERTIFIED,
                        null,
                        tls,
                        files),
                elsewhere,
                Patience.of(Duration.ofSeconds(30)),
                InstantSource.system());
    }

    /// At once: a wrong file does not become right by waiting.
    private static void assertRefused(CertificateFiles files, String... words) {
        long begun = System.nanoTime();
        assertThatThrownBy(() -> open(Tls.VERIFY_FULL, files, null).close())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo("catalog_unreadable");
                            assertThat(e.problem().message()).contains(words);
                        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aCertificateLetsInWithoutAPassword() {
        try (PostgresCatalog catalog =
                open(Tls.VERIFY_FULL, new CertificateFiles(authorities, shown, key), null)) {
            catalog.commit(new CatalogChange.CreateDatabase(new DatabaseName("a"), 0, 500, 200))
                    .require();
        }
        open(Tls.REQUIRE, new CertificateFiles(null, shown, key), null).close();
    }

    @Test
    void theAuthoritiesOfTheAddressCountMoreThanOthers() throws IOException {
        Path others =
                Files.writeString(
                        made.resolve("others.crt"),
                        TestCertificate.create(Files.createDirectory(made.resolve("other"))).pem());

        open(Tls.VERIFY_CA, new CertificateFiles(authorities, shown, key), others).close();
        assertThatThrownBy(() ->
                        open(Tls.REQUIRE, new CertificateFiles(others, shown, key), authorities)
                                .close())
                .hasMessageContaining("PKIX path building failed");
    }

    @Test
    void whoShowsNoneIsToldSo() {
        assertRefused(
                new CertificateFiles(authorities, null, null),
                "cannot be opened",
                "connection requires a valid client certificate");
    }

    @Test
    void aKeyOfAnotherFormIsToldByItsNameAndTheParameter() throws IOException {
        Path old =
                Files.writeString(
                        made.resolve("old.key"),
                        certificate.keyPem().replace("PRIVATE KEY", "EC PRIVATE KEY"));

        assertRefused(
                new CertificateFiles(authorities, shown, old),
                "sslkey of the catalog's address: " + old + " is of no use",
                "it holds no unencrypted PKCS #8 \"PRIVATE KEY\", but \"EC PRIVATE KEY\"");
    }

    /// As where `SSL_CERT_FILE` is set for other programs.
    @Test
    void whoIsCheckedThoughHeAskedForEncryptionAloneIsToldWhy() throws IOException {
        Path others =
                Files.writeString(
                        made.resolve("environment.crt"),
                        TestCertificate.create(Files.createDirectory(made.resolve("env"))).pem());

        assertThatThrownBy(() -> open(Tls.REQUIRE, CertificateFiles.NONE, others).close())
                .hasMessageContaining("PKIX path building failed")
                .hasMessageContaining("SSL_CERT_FILE, by which sslmode=require is checked, too");
    }

    @Test
    void aFileThatIsNotThereIsToldAtOnce() {
        assertRefused(
                new CertificateFiles(made.resolve("missing"), shown, key),
                "sslrootcert of the catalog's address: ",
                "there is no such file");
    }
}
