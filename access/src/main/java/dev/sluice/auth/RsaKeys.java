// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.InternalSigningKey;
import dev.sluice.files.PrivateFiles;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.oidc.InternalJwt;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The cluster's own key pair, in three files whose names and contents are those of the members of
/// the secret `rsa-keys` (admin.md 2.2): `id`, `privateKey` (PKCS#8 PEM), `publicKey` (SPKI PEM).
///
/// @param id told in each token as `kid`
/// @param publicKey verifies
/// @param privateKey signs
record RsaKeys(String id, RSAPublicKey publicKey, RSAPrivateKey privateKey) {
    /// The directory of the three files, beside the token.
    static final String DIRECTORY = "rsa-keys";

    private static final int MODULUS_BITS = 4096;

    /// RFC 7518, 3.3: a key for RS256 has 2048 bits or more.
    private static final int MODULUS_BITS_MIN = 2048;

    private static final String ID_FILE = "id";
    private static final String PRIVATE_FILE = "privateKey";
    private static final String PUBLIC_FILE = "publicKey";
    private static final String PRIVATE_LABEL = "PRIVATE KEY";
    private static final String PUBLIC_LABEL = "PUBLIC KEY";

    static List<Path> files(Path directory) {
        return List.of(
                directory.resolve(ID_FILE),
                directory.resolve(PRIVATE_FILE),
                directory.resolve(PUBLIC_FILE));
    }

    /// Reads the pair; null when there is none.
    ///
    /// @throws IOException also when there is a part of one, or something that is no key pair
    static @Nullable RsaKeys find(Path directory) throws IOException {
        if (files(directory).stream().noneMatch(Files::exists)) {
            return null;
        }
        try {
            return parse(
                    Files.readString(directory.resolve(ID_FILE)),
                    Files.readString(directory.resolve(PRIVATE_FILE)),
                    Files.readString(directory.resolve(PUBLIC_FILE)));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "there is no good key pair in "
                            + directory
                            + " ("
                            + e.getMessage()
                            + "); remove the directory and make it anew",
                    e);
        }
    }

    /// The pair of the configuration.
    ///
    /// @throws ProblemException *invalid* when it is none
    static RsaKeys of(InternalSigningKey given) {
        try {
            return parse(given.id(), given.privateKey().reveal(), given.publicKey());
        } catch (GeneralSecurityException e) {
            throw new ProblemException(
                    Problem.invalid(
                            "internal_signing_key",
                            "admin.internalSigningKey cannot be used: " + e.getMessage()),
                    e);
        }
    }

    /// Makes the pair unless there is one. It is put in its place whole, by a rename that replaces
    /// nothing, so that of two who make one at the same time only one does.
    ///
    /// @return whether it was made
    /// @throws IOException also when a part of a pair is in the way
    static boolean makeIfAbsent(Path directory) throws IOException {
        if (files(directory).stream().allMatch(Files::exists)) {
            return false;
        }
        Path draft = directory.resolveSibling(DIRECTORY + ".draft-" + UUID.randomUUID());
        PrivateFiles.makeDirectory(draft);
        try {
            write(draft);
            Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileSystemException e) {
            if (files(directory).stream().allMatch(Files::exists)) {
                return false;
            }
            throw new IOException(
                    directory + " holds a part of a key pair, or cannot be replaced: remove it", e);
        } finally {
            for (Path file : files(draft)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(draft);
        }
    }

    /// What makes and judges tokens with this pair.
    ///
    /// @param audience whom they are for
    InternalJwt jwt(String audience) {
        return new InternalJwt(id, publicKey, privateKey, audience);
    }

    /// The same for the cluster itself.
    InternalJwt jwt(UUID clusterId) {
        return jwt(clusterId.toString());
    }

    /// Whether the other pair makes and takes the same tokens.
    boolean isSameAs(RsaKeys other) {
        return id.equals(other.id)
                && publicKey.getModulus().equals(other.publicKey.getModulus())
                && publicKey.getPublicExponent().equals(other.publicKey.getPublicExponent());
    }

    private static void write(Path directory) throws IOException {
        KeyPair pair = generate();
        PrivateFiles.write(
                directory.resolve(PRIVATE_FILE),
                pem(PRIVATE_LABEL, pair.getPrivate().getEncoded()));
        PrivateFiles.write(
                directory.resolve(PUBLIC_FILE), pem(PUBLIC_LABEL, pair.getPublic().getEncoded()));
        PrivateFiles.write(directory.resolve(ID_FILE), UUID.randomUUID() + "\n");
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(MODULUS_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static RsaKeys parse(String id, String privatePem, String publicPem)
            throws GeneralSecurityException {
        if (id.isBlank()) {
            throw new GeneralSecurityException("id is blank");
        }
        KeyFactory factory = KeyFactory.getInstance("RSA");
        RSAPublicKey publicKey =
                (RSAPublicKey)
                        factory.generatePublic(
                                new X509EncodedKeySpec(
                                        bytesOf(publicPem, PUBLIC_FILE, PUBLIC_LABEL)));
        RSAPrivateKey privateKey =
                (RSAPrivateKey)
                        factory.generatePrivate(
                                new PKCS8EncodedKeySpec(
                                        bytesOf(privatePem, PRIVATE_FILE, PRIVATE_LABEL)));
        if (!publicKey.getModulus().equals(privateKey.getModulus())) {
            throw new GeneralSecurityException("publicKey and privateKey are of two pairs");
        }
        if (publicKey.getModulus().bitLength() < MODULUS_BITS_MIN) {
            throw new GeneralSecurityException(
                    "the key has "
                            + publicKey.getModulus().bitLength()
                            + " bits; "
                            + MODULUS_BITS_MIN
                            + " are the least");
        }
        return new RsaKeys(id.strip(), publicKey, privateKey);
    }

    private static String pem(String label, byte[] encoded) {
        return begin(label)
                + "\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n"
                + end(label)
                + "\n";
    }

    private static byte[] bytesOf(String pem, String name, String label)
            throws GeneralSecurityException {
        String text = pem.strip();
        if (!text.startsWith(begin(label)) || !text.endsWith(end(label))) {
            throw new GeneralSecurityException(name + " is not a PEM text with a " + label);
        }
        String body = text.substring(begin(label).length(), text.length() - end(label).length());
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(name + " is not base64", e);
        }
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----";
    }

    private static String end(String label) {
        return "-----END " + label + "-----";
    }
}
