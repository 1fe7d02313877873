// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TestCertificate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom a whole server trusts on the way to its provider (admin.md 6.9).
final class EgressTrustTest {
    private static final String DATABASES = "/api/v0/databases";

    @TempDir private static Path made;

    private static TestCertificate certificate;
    private static TestCertificate other;

    @TempDir private Path directory;
    private StubIdentityProvider provider;
    private Path bundle = Path.of("unset");

    @BeforeAll
    static void makeCertificatesOnce() throws IOException {
        certificate =
                TestCertificate.createWithAuthority(Files.createDirectory(made.resolve("own")));
        other = TestCertificate.create(Files.createDirectory(made.resolve("other")));
    }

    @BeforeEach
    void start() throws IOException {
        provider = StubIdentityProvider.start(certificate);
        bundle = Files.writeString(directory.resolve("ca.pem"), certificate.authorityPem());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private OneServer server(String sluice) throws IOException {
        return server(sluice, Map.of());
    }

    private OneServer server(String sluice, Map<String, String> environment) throws IOException {
        Path file = Administration.of(provider).store(directory);
        Files.writeString(file, Files.readString(file) + sluice);
        Path data = directory.resolve("data");
        return new OneServer(data, OneServer.source(data, 0, file), host(environment));
    }

    private HttpResponse<String> ask(OneServer server) throws Exception {
        return server.get(DATABASES, provider.accessToken().sign(provider.signer()));
    }

    @Test
    @Conforms("A-195")
    void withoutTheSettingAPrivateAuthorityMeans503() throws Exception {
        try (OneServer server = server("")) {
            assertThat(ask(server).statusCode()).isEqualTo(503);
        }
    }

    @Test
    @Conforms("A-195")
    void aChangedBundleTakesEffectOnTheRunningServer() throws Exception {
        Files.writeString(bundle, other.pem());
        try (OneServer server = server("sluice: {egress: {certificateFile: " + bundle + "}}\n")) {
            assertThat(ask(server).statusCode()).isEqualTo(503);

            Files.writeString(bundle, certificate.authorityPem());
            provider.awaitRequest(StubIdentityProvider.KEYS_PATH);

            assertThat(ask(server).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theConventionalVariableDoesTheSame() throws Exception {
        try (OneServer server = server("", Map.of("SSL_CERT_FILE", bundle.toString()))) {
            assertThat(ask(server).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theLogSaysThatTheVariableNamesTheBundle() {
        EgressTrust trust = trust("{}", Map.of("SSL_CERT_FILE", bundle.toString()));

        assertThat(trust.description())
                .isEqualTo(
                        "those in "
                                + bundle
                                + ", by SSL_CERT_FILE; sluice.egress.certificateFile wins over it");
    }

    @Test
    void theSettingWinsOverTheVariable() {
        EgressTrust trust =
                trust(
                        "sluice: {egress: {certificateFile: " + bundle + "}}\n",
                        Map.of("SSL_CERT_FILE", "/nowhere"));

        assertThat(trust.description())
                .isEqualTo("those in " + bundle + ", by sluice.egress.certificateFile");
    }

    @Test
    void aBlankVariableIsNone() {
        assertThat(trust("{}", Map.of("SSL_CERT_FILE", " "))).isEqualTo(EgressTrust.of(null));
    }

    private static Host host(Map<String, String> environment) {
        return new Host(environment, Clock.systemUTC(), "9.8.7", 2, 512L << 20);
    }

    private EgressTrust trust(String yaml, Map<String, String> environment) {
        try {
            Path file = Files.writeString(directory.resolve("server.yaml"), yaml);
            return EgressTrust.of(
                    EgressTrust.bundle(
                            OneServer.config(new ConfigSource(file, Map.of(), Map.of()))
                                    .sluice()
                                    .egress(),
                            host(environment)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
