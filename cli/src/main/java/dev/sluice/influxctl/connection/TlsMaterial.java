// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.connection;

import dev.sluice.influxctl.profile.TlsSettings;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whom to trust and who to be in TLS, read from the files that a profile names.
///
/// @param trust decides about the server's certificate; empty for the system's own rules
/// @param keys shows the client's certificate; empty without one
record TlsMaterial(List<TrustManager> trust, List<KeyManager> keys) {
    /// The largest PEM file that is read.
    static final long FILE_BYTES_MAX = 4L << 20;

    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    TlsMaterial {
        trust = List.copyOf(trust);
        keys = List.copyOf(keys);
    }

    /// Reads the files; throws `tls_material_invalid`, which names the file and the key.
    static TlsMaterial read(TlsSettings settings) {
        return new TlsMaterial(trust(settings), keys(settings));
    }

    /// Trusts the authorities in the file that a variable names, and shows no certificate.
    static TlsMaterial trusting(Path file, String variable) {
        return new TlsMaterial(trust(file, variable), List.of());
    }

    TrustManager[] trustArray() {
        return trust.toArray(TrustManager[]::new);
    }

    KeyManager[] keyArray() {
        return keys.toArray(KeyManager[]::new);
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys.isEmpty() ? null : keyArray(),
                    trust.isEmpty() ? null : trustArray(),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private static List<TrustManager> trust(TlsSettings settings) {
        if (settings.insecure()) {
            return List.of(new UncheckedTrust());
        }
        Path file = settings.authorities();
        return file == null ? List.of() : trust(file, "[profile.tls] ca");
    }

    private static List<TrustManager> trust(Path file, String setting) {
        try {
            KeyStore store = emptyStore();
            int index = 0;
            for (Certificate certificate : certificates(file, setting)) {
                store.setCertificateEntry("authority-" + index++, certificate);
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return List.of(factory.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw invalid(setting, file, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<KeyManager> keys(TlsSettings settings) {
        Path certificateFile = settings.certificate();
        Path keyFile = settings.key();
        if (certificateFile == null || keyFile == null) {
            return List.of();
        }
        List<Certificate> chain = List.copyOf(certificates(certificateFile, "[profile.tls] cert"));
        PrivateKey key = privateKey(keyFile, chain.getFirst().getPublicKey().getAlgorithm());
        try {
            char[] password = new char[0];
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, password, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return List.of(factory.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw invalid("[profile.tls] cert", certificateFile, String.valueOf(e.getMessage()), e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }

    private static Collection<Certificate> certificates(Path file, String setting) {
        byte[] pem = text(file, setting).getBytes(StandardCharsets.UTF_8);
        try {
            Collection<Certificate> certificates = new ArrayList<>();
            certificates.addAll(
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem)));
            if (certificates.isEmpty()) {
                throw invalid(setting, file, "it holds no certificate", null);
            }
            return certificates;
        } catch (CertificateException e) {
            throw invalid(setting, file, String.valueOf(e.getMessage()), e);
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) {
        Matcher matcher = PKCS8.matcher(text(file, "[profile.tls] key"));
        if (!matcher.find()) {
            throw invalid(
                    "[profile.tls] key",
                    file,
                    "it holds no unencrypted PKCS #8 \"PRIVATE KEY\"",
                    null);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalid("[profile.tls] key", file, "it does not fit the certificate", e);
        }
    }

    private static String text(Path file, String setting) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw invalid(setting, file, "it has over " + FILE_BYTES_MAX + " bytes", null);
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw invalid(setting, file, "it cannot be read", e);
        }
    }

    private static ProblemException invalid(
            String setting, Path file, String why, @Nullable Throwable cause) {
        String message = setting + ": " + file + " is of no use: " + why;
        return new ProblemException(Problem.invalid("tls_material_invalid", message), cause);
    }
}
