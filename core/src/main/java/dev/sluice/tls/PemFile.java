// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import dev.sluice.files.FileTrouble;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A PEM file that a setting names. Every reading looks at the file anew, and throws the [Problem]
/// `tls_material_invalid`, which names the setting and the file, when it is of no use.
///
/// @param path where it is
/// @param setting how a person finds what to change, such as `[profile.tls] ca`
public record PemFile(Path path, String setting) {
    /// The largest file that is read.
    static final long BYTES_MAX = 4L << 20;

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /// The certificates in it, at least one, in the order of the file.
    ///
    /// @throws ProblemException when there is none, or one cannot be read
    List<X509Certificate> certificates() {
        String text = text();
        byte[] pem = text.getBytes(StandardCharsets.UTF_8);
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))) {
                certificates.add((X509Certificate) certificate);
            }
            if (certificates.isEmpty()) {
                throw unusable(fault(text), null);
            }
            return certificates;
        } catch (CertificateException e) {
            throw unusable(fault(text), e);
        }
    }

    /// Why no certificates could be read, by what stands around the parts of the file: the reader's
    /// own words are of bytes.
    private static String fault(String text) {
        Set<String> parts = parts(text);
        if (!parts.contains(CERTIFICATE)) {
            return "it holds no \"" + CERTIFICATE + "\"" + butFor(parts);
        }
        parts.remove(CERTIFICATE);
        return parts.isEmpty()
                ? "a certificate in it is damaged or not whole"
                : "it holds " + quoted(parts) + ", too; it is to hold certificates alone";
    }

    /// What PEM says that there is, such as `PRIVATE KEY`, in the order of the file.
    private static Set<String> parts(String text) {
        return BEGIN.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String butFor(Set<String> parts) {
        return parts.isEmpty() ? ", and nothing else in PEM" : ", but " + quoted(parts);
    }

    private static String quoted(Set<String> parts) {
        return parts.stream().collect(Collectors.joining("\", \"", "\"", "\""));
    }

    /// The private key in it, which is in PKCS #8 and not encrypted.
    ///
    /// @param algorithm the kind of key that is wanted, as the certificate's key names it
    /// @throws ProblemException when there is none, or one of another kind
    PrivateKey privateKey(String algorithm) {
        String text = text();
        Matcher matcher = PKCS8.matcher(text);
        if (!matcher.find()) {
            Set<String> parts = parts(text);
            throw unusable(
                    parts.contains(PRIVATE_KEY)
                            ? "the key in it is damaged or not whole"
                            : "it holds no unencrypted PKCS #8 \"PRIVATE KEY\"" + butFor(parts),
                    null);
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
            throw unusable("it cannot be read: " + FileTrouble.reason(e), e);
        }
    }

    private ProblemException unusable(String why, @Nullable Throwable cause) {
        return new ProblemException(
                Problem.invalid(
                        "tls_material_invalid", setting + ": " + path + " is of no use: " + why),
                cause);
    }
}
