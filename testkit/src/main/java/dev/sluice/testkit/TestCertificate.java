// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A fresh certificate for `localhost` and `127.0.0.1`, made by the JDK's `keytool`: its own
/// authority, or one that a private authority signed.
public final class TestCertificate {
    private static final String ALIAS = "test";
    private static final String AUTHORITY = "authority";

    private final KeyStore store;

    private TestCertificate(KeyStore store) {
        this.store = store;
    }

    /// Makes one that signed itself; its files are in `directory`, which is the test's own and
    /// holds no other.
    public static TestCertificate create(Path directory) {
        Path file = directory.resolve("test-certificate.p12");
        return new TestCertificate(
                generate(
                        file, List.of("-alias", ALIAS, "-dname", "CN=localhost", "-ext", names())));
    }

    /// Makes an authority and one that it signed; their files are in `directory`, which is the
    /// test's own and holds no other.
    public static TestCertificate createWithAuthority(Path directory) {
        Path file = directory.resolve("test-certificate.p12");
        KeyStore _ =
                generate(
                        file,
                        List.of(
                                "-alias",
                                AUTHORITY,
                                "-dname",
                                "CN=Private authority",
                                "-ext",
                                "bc:c"));
        return new TestCertificate(
                generate(
                        file,
                        List.of(
                                "-alias",
                                ALIAS,
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                names(),
                                "-signer",
                                AUTHORITY)));
    }

    /// What a server uses to show the certificate.
    public SSLContext forServer() {
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(only(), Keytool.PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Writes certificate and key into a PKCS #12 file, for servers that want one.
    ///
    /// @return its password
    public String write(Path file) {
        try (OutputStream stream = Files.newOutputStream(file)) {
            only().store(stream, Keytool.PASSWORD.toCharArray());
            return Keytool.PASSWORD;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// What a client uses to trust this certificate and no other.
    public SSLContext forClient() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, chain().getFirst());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The certificate as a PEM file has it.
    public String pem() {
        return pem(chain().getFirst());
    }

    /// The certificate and the authority's, as a server's PEM file has them.
    public String chainPem() {
        StringBuilder text = new StringBuilder();
        chain().forEach(certificate -> text.append(pem(certificate)));
        return text.toString();
    }

    /// The certificate of whoever signed it, as a PEM file has it.
    public String authorityPem() {
        return pem(chain().getLast());
    }

    /// The private key as a PEM file has it, in PKCS #8 and not encrypted.
    public String keyPem() {
        try {
            return pem(
                    "PRIVATE KEY",
                    store.getKey(ALIAS, Keytool.PASSWORD.toCharArray()).getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private List<Certificate> chain() {
        try {
            return List.of(Objects.requireNonNull(store.getCertificateChain(ALIAS)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The store without the authority's key: a server has no use for it.
    private KeyStore only() throws GeneralSecurityException, IOException {
        KeyStore only = KeyStore.getInstance("PKCS12");
        only.load(null, null);
        only.setKeyEntry(
                ALIAS,
                store.getKey(ALIAS, Keytool.PASSWORD.toCharArray()),
                Keytool.PASSWORD.toCharArray(),
                chain().toArray(Certificate[]::new));
        return only;
    }

    private static String pem(Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String kind, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
    }

    /// This machine, and one that is elsewhere: a proxy leads to it.
    private static String names() {
        return "SAN=dns:localhost,dns:far.example,ip:127.0.0.1";
    }

    private static KeyStore generate(Path file, List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650"));
        return Keytool.generate(file, all);
    }
}
