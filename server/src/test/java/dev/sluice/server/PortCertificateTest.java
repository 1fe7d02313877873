// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.HttpConfig;
import dev.sluice.config.TlsFiles;
import dev.sluice.testkit.TestCertificate;
import dev.sluice.tls.Identity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two files of the port's certificate, at the start and at their renewal.
final class PortCertificateTest {
    @TempDir private static Path made;
    private static TestCertificate first;
    private static TestCertificate second;

    @TempDir private Path directory;
    private Path cert = Path.of("unset");
    private Path key = Path.of("unset");

    @BeforeAll
    static void makeCertificates() throws IOException {
        first = TestCertificate.create(Files.createDirectory(made.resolve("first")));
        second = TestCertificate.create(Files.createDirectory(made.resolve("second")));
    }

    @BeforeEach
    void store() throws IOException {
        cert = Files.writeString(directory.resolve("cert.pem"), first.pem());
        key = Files.writeString(directory.resolve("key.pem"), first.keyPem());
    }

    private PortCertificate open() {
        HttpConfig http = new HttpConfig("127.0.0.1", 0, 1, List.of(), new TlsFiles(cert, key));
        return Objects.requireNonNull(PortCertificate.open(http));
    }

    @Test
    void readsNothingForAPortInClear() {
        assertThat(PortCertificate.open(new HttpConfig("127.0.0.1", 0, 1, List.of(), null)))
                .isNull();
    }

    @Test
    void isRenewedWithItsFiles() throws IOException {
        PortCertificate certificate = open();
        Identity before = certificate.identity().current();

        Files.writeString(cert, second.pem());
        Files.writeString(key, second.keyPem());
        certificate.reload();

        assertThat(certificate.identity().current()).isNotEqualTo(before).isEqualTo(opened());
    }

    private Identity opened() {
        return open().identity().current();
    }

    @Test
    void keepsTheOneBeforeWhileOnlyOneFileIsNew() throws IOException {
        PortCertificate certificate = open();
        Identity before = certificate.identity().current();

        Files.writeString(cert, second.pem());
        assertThat(saidAtReload(certificate))
                .contains("the changed certificate of the port is refused; the one before stays")
                .contains("sluice.http.tlsKeyFile: " + key + " is of no use")
                .doesNotContain("PRIVATE");
        assertThat(certificate.identity().current()).isEqualTo(before);

        Files.writeString(key, second.keyPem());
        assertThat(saidAtReload(certificate)).contains("the certificate of the port was renewed");
        assertThat(certificate.identity().current()).isEqualTo(opened());
    }

    @Test
    void keepsTheOneBeforeWhenTheFilesGo() throws IOException {
        PortCertificate certificate = open();
        Identity before = certificate.identity().current();

        Files.delete(cert);

        assertThat(saidAtReload(certificate))
                .contains("sluice.http.tlsCertificateFile: " + cert + " is of no use");
        assertThat(certificate.identity().current()).isEqualTo(before);
    }

    @Test
    void saysNothingWhenNothingIsNew() {
        assertThat(saidAtReload(open())).isEmpty();
    }

    private static String saidAtReload(PortCertificate certificate) {
        try (CapturedLog log = CapturedLog.ofTheProduct()) {
            certificate.reload();
            return log.text();
        }
    }

    @Test
    void theServerDoesNotStartWithTheKeyOfAnother() throws IOException {
        Files.writeString(key, second.keyPem());

        assertThat(complaint("--config", configuration(cert)))
                .isEqualTo(
                        "sluice: sluice.http.tlsKeyFile: "
                                + key
                                + " is of no use: it does not fit the certificate\n");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void theServerDoesNotStartWithoutTheFile() throws IOException {
        Path none = directory.resolve("none.pem");

        assertThat(complaint("--config", configuration(none)))
                .isEqualTo(
                        "sluice: sluice.http.tlsCertificateFile: "
                                + none
                                + " is of no use: it cannot be read: there is no such file\n");
    }

    @Test
    void theServerDoesNotStartWithABundleOfNoUse() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path file =
                Files.writeString(
                        directory.resolve("server.yaml"),
                        "sluice: {egress: {certificateFile: " + empty + "}}\n");

        assertThat(complaint("--config", file.toString()))
                .isEqualTo(
                        "sluice: sluice.egress.certificateFile: "
                                + empty
                                + " is of no use: it holds no \"CERTIFICATE\", and nothing"
                                + " else in PEM\n");
    }

    private String configuration(Path certificate) throws IOException {
        return Files.writeString(
                        directory.resolve("server.yaml"),
                        "sluice: {http: {tlsCertificateFile: "
                                + certificate
                                + ", tlsKeyFile: "
                                + key
                                + "}}\n")
                .toString();
    }

    /// What a server says that does not start.
    private String complaint(String... options) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        Surroundings surroundings = new Surroundings(OneServer.host(), stream, stream, () -> {});

        int status =
                Program.run(
                        surroundings,
                        "serve",
                        options[0],
                        options[1],
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--port",
                        "0");

        assertThat(status).isEqualTo(1);
        return err.toString(StandardCharsets.UTF_8);
    }
}
