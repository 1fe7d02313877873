// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.auth.AdminTokens;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.auth.FailedAttempts;
import dev.sluice.auth.Gatekeeper;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AuditConfig;
import dev.sluice.config.ConfigSource;
import dev.sluice.management.UserRecords;
import dev.sluice.metrics.Meters;
import dev.sluice.model.Operation;
import dev.sluice.model.Secret;
import dev.sluice.testkit.PreparedKeys;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What changes of the bundle, good and bad, mean for the same token (admin.md 1.6, 6.9).
final class LiveAuthoritiesTest {
    private static final RequestOrigin ORIGIN =
            new RequestOrigin("r-1", "192.0.2.7", "POST", "/api/v0/databases");

    @TempDir private static Path made;
    private static TestCertificate certificate;
    private static TestCertificate other;

    @TempDir private Path directory;
    private final Meters meters = new Meters("9.8.7", Clock.systemUTC());
    private StubIdentityProvider provider;
    private Path file = Path.of("unset");
    private Path bundle = Path.of("unset");
    private Catalog catalog;
    private AuditLog audit;
    private LiveSettings settings;
    private Gatekeeper gatekeeper;

    @BeforeAll
    static void makeCertificatesOnce() throws IOException {
        certificate =
                TestCertificate.createWithAuthority(Files.createDirectory(made.resolve("own")));
        other = TestCertificate.create(Files.createDirectory(made.resolve("other")));
        PreparedKeys.copyTo(made);
    }

    @BeforeEach
    void start() throws IOException {
        provider = StubIdentityProvider.start(certificate);
        bundle = Files.writeString(directory.resolve("ca.pem"), certificate.authorityPem());
        file = write(StubIdentityProvider.SUBJECT, bundle);
        Clock clock = Clock.systemUTC();
        catalog = SqlCatalog.open(directory.resolve("catalog.sqlite"));
        audit = AuditLog.open(directory.resolve("audit.log"), clock, AuditConfig.DEFAULT);
        AdminTokens tokens =
                AdminTokens.open(new AdminTokenFiles(made), new UUID(1, 2), null, clock);
        ConfigSource source = new ConfigSource(file, Map.of(), Map.of());
        settings =
                LiveSettings.start(
                        OneServer.config(source),
                        source,
                        tokens,
                        new LiveSettings.Followers(
                                new ConfigurationAudit(audit),
                                new UserRecords(catalog)::replace,
                                meters.keys()),
                        OneServer.host());
        gatekeeper =
                new Gatekeeper(
                        settings.administrators(),
                        tokens,
                        catalog,
                        settings::adminTokenDataAccess,
                        new FailedAttempts(0, 1, clock),
                        audit,
                        meters.decisions(),
                        clock);
    }

    @AfterEach
    void stop() {
        settings.close();
        meters.close();
        audit.close();
        catalog.close();
        provider.close();
    }

    private Path write(String user, Path authorities) throws IOException {
        Path written = new Administration(provider.keysUrl(), user).store(directory);
        return Files.writeString(
                written,
                Files.readString(written)
                        + "sluice: {egress: {certificateFile: "
                        + authorities
                        + "}}\n");
    }

    private Decision<?> create() {
        String token = provider.accessToken().sign(provider.signer());
        return gatekeeper.administration(
                new Credential.Bearer(Secret.of(token)), Operation.CREATE_DATABASE, ORIGIN);
    }

    private void assertAllowed() {
        assertThat(create()).isInstanceOf(Decision.Allowed.class);
    }

    private int fetches() {
        return provider.requests(StubIdentityProvider.KEYS_PATH);
    }

    @Test
    void aBundleThatWentBadLeavesEverythingAsItWas() throws IOException {
        assertAllowed();
        int before = fetches();

        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            Files.writeString(bundle, "");
            settings.reload();
            Files.delete(bundle);
            settings.reload();

            assertThat(log.text())
                    .contains("the changed bundle of certificate authorities is refused")
                    .contains("sluice.egress.certificateFile: " + bundle + " is of no use")
                    .doesNotContain("is in force\n");
        }
        assertAllowed();
        assertThat(fetches()).isEqualTo(before);
        assertThat(settings.generation()).isEqualTo(1);
    }

    @Test
    void aBundleThatWentBadDoesNotKeepAUserIn() throws IOException {
        assertAllowed();
        Files.delete(bundle);

        write("somebody-else", bundle);
        settings.reload();

        assertThat(create()).isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @Test
    void aBadBundleUnderAnotherNameRefusesTheWholeFileUntilItIsGood() throws IOException {
        Path later = directory.resolve("later.pem");
        assertAllowed();

        write("somebody-else", later);
        settings.reload();
        assertAllowed();
        assertThat(settings.files()).containsExactly(file, later);

        Files.writeString(later, certificate.authorityPem());
        settings.reload();
        assertThat(create()).isInstanceOf(Decision.Forbidden.class);
        assertThat(settings.generation()).isEqualTo(2);
    }

    @Test
    void anotherGoodBundleIsTakenWithoutLosingTheKeys() throws IOException {
        assertAllowed();

        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            Files.writeString(bundle, other.pem());
            settings.reload();

            assertThat(log.lines())
                    .anySatisfy(line ->
                            assertThat(line)
                                    .startsWith(
                                            "the changed bundle of certificate authorities is in"
                                                    + " force"));
        }
        assertAllowed();
        Files.writeString(bundle, certificate.chainPem());
        settings.reload();
        provider.rotate("RS256", "key-2");
        assertAllowed();
    }

    @Test
    void aCommentInTheBundleFetchesNothing() throws IOException {
        assertAllowed();
        int before = fetches();

        Files.writeString(bundle, "# a comment\n" + certificate.authorityPem());
        settings.reload();

        assertAllowed();
        assertThat(fetches()).isEqualTo(before);
    }
}
