// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import dev.sluice.metrics.Meters;
import dev.sluice.oidc.Verification;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TestCertificate;
import dev.sluice.testkit.Waiting;
import dev.sluice.tls.PemFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to a provider whose certificate a private authority signed (admin.md 1.6, 6.9).
final class ProviderConnectionTest {
    private static final EgressTrust SYSTEM = EgressTrust.of(null);

    @TempDir private static Path made;
    private static TestCertificate certificate;
    private static EgressTrust own;
    private static EgressTrust foreign;

    @TempDir private Path directory;
    private StubIdentityProvider provider;
    private Host host = host(Map.of());
    private final Meters meters = new Meters("9.8.7", Clock.systemUTC());
    private final List<ProviderConnection> opened = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws IOException {
        certificate =
                TestCertificate.createWithAuthority(Files.createDirectory(made.resolve("own")));
        TestCertificate other =
                TestCertificate.createWithAuthority(Files.createDirectory(made.resolve("other")));
        own = trust(certificate.authorityPem(), "own.pem");
        foreign = trust(other.authorityPem(), "foreign.pem");
    }

    private static EgressTrust trust(String bundle, String name) throws IOException {
        return EgressTrust.of(
                new PemFile(
                        Files.writeString(made.resolve(name), bundle),
                        "sluice.egress.certificateFile"));
    }

    @BeforeEach
    void start() {
        provider = StubIdentityProvider.start(certificate);
    }

    @AfterEach
    void stop() {
        opened.forEach(ProviderConnection::close);
        provider.close();
    }

    private static Host host(Map<String, String> environment) {
        return new Host(environment, Clock.systemUTC(), "9.8.7", 2, 512L << 20);
    }

    @AfterEach
    void closeMeters() {
        meters.close();
    }

    private ServerConfig config(URI keys) throws IOException {
        Path file = new Administration(keys, StubIdentityProvider.SUBJECT).store(directory);
        return OneServer.config(new ConfigSource(file, Map.of(), Map.of()));
    }

    private ProviderConnection connect(EgressTrust trust, @Nullable ProviderConnection present)
            throws IOException {
        return connect(provider.keysUrl(), trust, present);
    }

    private ProviderConnection connect(
            URI keys, EgressTrust trust, @Nullable ProviderConnection present) throws IOException {
        ProviderConnection connection =
                Objects.requireNonNull(
                        ProviderConnection.forConfig(
                                config(keys), trust, present, host, meters.keys()));
        opened.add(connection);
        return connection;
    }

    private String token() {
        return provider.accessToken().sign(provider.signer());
    }

    @Test
    void aPrivateAuthorityIsNotTrustedAndTheLogNamesTheSetting() throws IOException {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            assertUnavailable(connect(SYSTEM, null).verify(token()));

            assertThat(log.lines())
                    .anySatisfy(line ->
                            assertThat(line)
                                    .contains("the identity provider's keys could not be fetched")
                                    .contains("TLS failed")
                                    .contains("sluice.egress.certificateFile names others"));
        }
    }

    @Test
    void aBundleMakesItTrusted() throws IOException {
        assertVerified(connect(own, null).verify(token()));
    }

    @Test
    void aBundleReplacesTheAuthoritiesOfTheSystem() throws IOException, NoSuchAlgorithmException {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(certificate.forClient());
        try {
            assertVerified(connect(SYSTEM, null).verify(token()));
            assertUnavailable(connect(foreign, null).verify(token()));
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void theSameTrustIsTheSameConnection() throws IOException {
        ProviderConnection connection = connect(own, null);

        assertThat(connect(EgressTrust.of(own.bundle()), connection)).isSameAs(connection);
    }

    @Test
    void keysServeUntilTheNewWayHasBroughtSome() throws IOException {
        String token = token();
        ProviderConnection first = connect(own, null);
        assertVerified(first.verify(token));

        ProviderConnection second = connect(foreign, first);
        first.close();
        assertVerified(second.verify(token));
        provider.rotate("RS256", "key-2");
        assertThat(second.verify(token())).isInstanceOf(Verification.KeysUnavailable.class);
        ProviderConnection third = connect(own, second);
        second.close();

        assertVerified(third.verify(token()));
        assertThat(provider.requests(StubIdentityProvider.KEYS_PATH)).isEqualTo(2);
    }

    @Test
    void keysOfTheOldWayEndWithTheFirstFetchOfTheNew() throws IOException {
        String token = token();
        ProviderConnection before = connect(own, null);
        assertVerified(before.verify(token));
        provider.rotate("RS256", "key-2");
        provider.withdraw("key-1");

        ProviderConnection now = connect(trust(certificate.chainPem(), "both.pem"), before);
        before.close();
        assertVerified(now.verify(token()));

        Waiting.until(
                "the key is not known any more",
                () -> !(now.verify(token) instanceof Verification.Verified));
        assertRejected(now.verify(token));
    }

    @Test
    void keysOfAnotherProviderNeverServe() throws IOException {
        try (StubIdentityProvider other = StubIdentityProvider.start()) {
            ProviderConnection first = connect(own, null);
            assertVerified(first.verify(token()));
            other.goDown();

            assertUnavailable(connect(other.keysUrl(), own, first).verify(token()));
        }
    }

    @Test
    void fetchesTheKeysThroughTheProxyOfTheEnvironment() throws IOException {
        URI far = URI.create(provider.keysUrl().toString().replace("127.0.0.1", "far.example"));
        try (TunnelProxy proxy = TunnelProxy.start()) {
            host = host(Map.of("HTTPS_PROXY", proxy.address()));

            assertVerified(connect(far, own, null).verify(token()));

            assertThat(proxy.asked()).containsExactly("far.example:" + far.getPort());
        }
    }

    @Test
    void goesAroundTheProxyToAProviderOnThisMachine() throws IOException {
        try (TunnelProxy proxy = TunnelProxy.start()) {
            host = host(Map.of("HTTPS_PROXY", proxy.address()));

            assertVerified(connect(own, null).verify(token()));

            assertThat(proxy.asked()).isEmpty();
        }
    }

    private static void assertVerified(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.Verified.class);
    }

    private static void assertRejected(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
    }

    private static void assertUnavailable(Verification verification) {
        assertThat(verification).isInstanceOf(Verification.KeysUnavailable.class);
    }
}
