// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A PEM file that a setting names. Every reading looks at the file anew, and throws the [Problem]
/// `tls_material_invalid`, which names the setting and the file, when it is of no use.
///
/// @param path where it is
/// @param setting how a person finds what to change, such as `[profile.tls] ca`
public record PemFile(Path path, String setting) {
    /// The largest file that is read.
    static final long BYTES_MAX = 4L << 20;

    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /// The certificates in it, at least one, in the order of the file.
    ///
    /// @throws ProblemException when there is none, or one cannot be read
    List<X509Certificate> certificates() {
        byte[] pem = text().getBytes(StandardCharsets.UTF_8);
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))) {
                certificates.add((X509Certificate) certificate);
            }
            if (certificates.isEmpty()) {
                throw unusable("it holds no certificate", null);
            }
            return certificates;
        } catch (CertificateException e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        }
    }

    /// The private key in it, which is in PKCS #8 and not encrypted.
    ///
    /// @param algorithm the kind of key that is wanted, as the certificate's key names it
    /// @throws ProblemException when there is none, or one of another kind
    PrivateKey privateKey(String algorithm) {
        Matcher matcher = PKCS8.matcher(text());
        if (!matcher.find()) {
            throw unusable("it holds no unencrypted PKCS #8 \"PRIVATE KEY\"", null);
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unfitting(e);
        }
    }

    /// That the key in it is another's.
    ProblemException unfitting(@Nullable Throwable cause) {
        return unusable("it does not fit the certificate", cause);
    }

    private String text() {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw unusable("it has over " + BYTES_MAX + " bytes", null);
            }
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unusable("it cannot be read", e);
        }
    }

    private ProblemException unusable(String why, @Nullable Throwable cause) {
        return new ProblemException(
                Problem.invalid(
                        "tls_material_invalid", setting + ": " + path + " is of no use: " + why),
                cause);
    }
}
