// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.influxctl.Workbench;
import dev.sluice.influxctl.profile.TlsSettings;
import dev.sluice.model.ProblemException;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `[profile.tls]` on the way to a cluster (admin.md 3.3).
final class TlsTest {
    /// The user `ada` with the password `p@ss`.
    private static final String ADA_AT_THE_PROXY = "Basic YWRhOnBAc3M=";

    @TempDir private Path home;
    private Workbench bench;
    private TlsServer server;

    @BeforeEach
    void open() {
        bench = new Workbench(home);
        bench.variable("INFLUXCTL_MGMT_TOKEN", "M.V1.x");
        server = TlsServer.start(home);
    }

    @AfterEach
    void close() {
        server.close();
        bench.close();
    }

    @Test
    @Conforms("A-89")
    void refusesACertificateThatNobodyTrusts() {
        bench.config(profile(server.port(), ""));

        assertThat(bench.run("token", "list").err())
                .contains(
                        "shows a certificate that is not trusted here; set [profile.tls] ca to the"
                                + " authority that signed it");
    }

    @Test
    @Conforms("A-89")
    void trustsTheAuthorityOfTheProfile() {
        bench.config(profile(server.port(), "ca = \"" + server.certificate() + "\""));

        assertThat(bench.run("token", "list").exitCode()).isZero();
    }

    @Test
    void trustsTheAuthorityOfTheEnvironment() {
        bench.config(profile(server.port(), ""));
        bench.variable("SSL_CERT_FILE", server.certificate().toString());

        assertThat(bench.run("token", "list").exitCode()).isZero();
    }

    @Test
    void goesThroughTheProxyOfTheEnvironment() {
        bench.config(
                profile(bench.cluster().port(), "disable = true")
                        .replace("127.0.0.1", "far.example"));
        bench.variable("HTTP_PROXY", "http://127.0.0.1:" + bench.cluster().port());

        bench.run("token", "list");

        assertThat(bench.cluster().requests()).hasSize(1);
        assertThat(bench.cluster().requests().getFirst().line())
                .startsWith("GET http://far.example:");
    }

    @Test
    void saysToTheProxyWhoAsks() {
        bench.config(
                profile(bench.cluster().port(), "disable = true")
                        .replace("127.0.0.1", "far.example"));
        bench.variable("HTTP_PROXY", "http://ada:p%40ss@127.0.0.1:" + bench.cluster().port());

        bench.run("token", "list");

        assertThat(bench.cluster().requests().getFirst().line())
                .startsWith("GET http://far.example:");
        assertThat(bench.cluster().proxyUsers()).containsExactly(ADA_AT_THE_PROXY);
    }

    @Test
    void goesThroughATunnelThatWantsToKnowWhoAsks() {
        try (StubProxy proxy = StubProxy.start(server.port(), ADA_AT_THE_PROXY)) {
            bench.config(
                    profile(server.port(), "insecure = true").replace("127.0.0.1", "far.example"));
            bench.variable("HTTPS_PROXY", "http://ada:p%40ss@127.0.0.1:" + proxy.port());

            Workbench.Outcome outcome = bench.run("token", "list");

            assertThat(outcome.exitCode()).isZero();
            assertThat(proxy.asked()).allMatch(head -> head.startsWith("CONNECT far.example:"));
            assertThat(server.headers())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("proxy-"));
            int before = proxy.asked().size();
            assertThat(bench.run("query", "--token", "x", "--database", "d", "SELECT 1").err())
                    .as("this server has HTTP/1.1 alone")
                    .contains("does not speak gRPC over HTTP/2; check host and port")
                    .hasLineCount(1);
            assertThat(proxy.asked()).hasSizeGreaterThan(before);
            assertThat(proxy.asked().getLast())
                    .containsIgnoringCase("proxy-authorization: " + ADA_AT_THE_PROXY);
        }
    }

    @Test
    void saysThatTheProxyWantsAnotherUserAndShowsNoPassword() {
        try (StubProxy proxy = StubProxy.start(server.port(), "Basic other")) {
            bench.config(
                    profile(server.port(), "insecure = true").replace("127.0.0.1", "far.example"));
            bench.variable("HTTPS_PROXY", "http://ada:p%40ss@127.0.0.1:" + proxy.port());

            assertThat(bench.run("--trace", "token", "list").err())
                    .contains("answered 407 (the proxy wants a user and a password that it knows")
                    .doesNotContain("p@ss", "p%40ss", ADA_AT_THE_PROXY);
            assertThat(bench.run("write", "--token", "x", "--database", "d", "m f=1").err())
                    .contains("write failed: 407 (the proxy wants a user and a password");
            assertThat(bench.run("query", "--token", "x", "--database", "d", "SELECT 1").err())
                    .contains("the proxy on the way refuses (the proxy wants a user and a password")
                    .doesNotContain("p@ss", "p%40ss", ADA_AT_THE_PROXY);
            assertThat(bench.run("auth", "doctor").out().replaceAll("\\s+", " "))
                    .contains("a proxy on the way to https://far.example:")
                    .contains("name the host in NO_PROXY");
        }
    }

    @Test
    void goesAroundTheProxyToAClusterOnThisMachine() {
        bench.config(profile(bench.cluster().port(), "disable = true"));
        bench.variable("HTTP_PROXY", "http://127.0.0.1:1");

        bench.run("token", "list");

        assertThat(bench.cluster().requests()).hasSize(1);
    }

    @Test
    void remindsOfAProxyThatIsNotThere() {
        bench.config(
                profile(bench.cluster().port(), "disable = true")
                        .replace("127.0.0.1", "far.example"));
        bench.variable("HTTP_PROXY", "http://127.0.0.1:1");

        assertThat(bench.run("token", "list").err()).contains("and the proxy where one is set");
    }

    @Test
    void namesAProxyThatIsNone() {
        bench.config(profile(1, "disable = true"));
        bench.variable("HTTP_PROXY", "::");

        assertThat(bench.run("token", "list").err()).startsWith("error\t").hasLineCount(1);
    }

    @Test
    @Conforms("A-89")
    void asksForNoCertificateWhenInsecure() {
        bench.config(profile(server.port(), "insecure = true").replace("127.0.0.1", "localhost"));

        assertThat(bench.run("token", "list").exitCode()).isZero();
    }

    @Test
    void comparesTheHostsName() {
        bench.config(
                profile(server.port(), "ca = \"" + server.certificate() + "\"")
                        .replace("127.0.0.1", "localhost"));

        assertThat(bench.run("token", "list").err())
                .contains(
                        "shows a certificate for another host; let host in the profile be a name"
                                + " that it has (No ")
                .contains("localhost")
                .hasLineCount(1);
        assertThat(bench.run("query", "--token", "x", "--database", "d", "SELECT 1").err())
                .contains("shows a certificate for another host")
                .hasLineCount(1);
    }

    @Test
    void saysThatACertificateIsOver(@TempDir Path other) {
        try (TlsServer late = TlsServer.startLate(other)) {
            bench.config(profile(late.port(), "ca = \"" + late.certificate() + "\""));

            assertThat(bench.run("token", "list").err())
                    .contains(
                            "shows a certificate that is over or does not hold yet; check this"
                                    + " machine's clock, or have it renewed (NotAfter: ")
                    .hasLineCount(1);
            assertThat(bench.run("query", "--token", "x", "--database", "d", "SELECT 1").err())
                    .contains("that is over or does not hold yet")
                    .hasLineCount(1);
        }
    }

    @Test
    @Conforms("A-89")
    void saysWhatToSetWhenTheClusterSpeaksPlainHttp() throws IOException {
        try (PlainAnswer plain = PlainAnswer.start()) {
            bench.config(profile(plain.port(), ""));

            assertThat(bench.run("token", "list").err())
                    .contains("if it serves plain HTTP, set [profile.tls] disable = true")
                    .hasLineCount(1);
        }
    }

    @Test
    void saysTheSameForAQuery() throws IOException {
        try (PlainAnswer plain = PlainAnswer.start()) {
            bench.config(profile(plain.port(), ""));

            assertThat(bench.run("query", "--token", "x", "--database", "d", "SELECT 1").err())
                    .contains("if it serves plain HTTP, set [profile.tls] disable = true")
                    .hasLineCount(1);
        }
    }

    @Test
    @Conforms("A-89")
    void saysWhatToSetWhenTheClusterSpeaksTls() {
        bench.config(profile(server.port(), "disable = true"));

        assertThat(bench.run("write", "--token", "x", "--database", "d", "m f=1").err())
                .contains("if it serves TLS, remove disable from [profile.tls]");
    }

    @Test
    void namesAFileWithoutACertificate() throws IOException {
        Path file = Files.writeString(home.resolve("empty.pem"), "");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> TlsMaterial.read(new TlsSettings(false, false, null, null, file)))
                .withMessageContaining("[profile.tls] ca: " + file + " is of no use");
    }

    @Test
    @Conforms("A-89")
    void showsTheClientsCertificate() {
        TlsMaterial material =
                TlsMaterial.read(
                        new TlsSettings(false, false, server.certificate(), server.key(), null));

        assertThat(material.keys()).hasSize(1);
    }

    @Test
    void namesAKeyThatIsNone() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() ->
                        TlsMaterial.read(
                                new TlsSettings(
                                        false,
                                        false,
                                        server.certificate(),
                                        server.certificate(),
                                        null)))
                .withMessageContaining("it holds no unencrypted PKCS #8 \"PRIVATE KEY\"");
    }

    private static String profile(int port, String tls) {
        return Workbench.profile(port).replace("disable = true", tls);
    }
}
