// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;

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
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String PUBLIC_KEY = "PUBLIC KEY";

    /// Reads the pair, or makes it when there is none. `id` is written last, so that half a pair is
    /// never taken for a whole one.
    static RsaKeys loadOrMake(Path directory) throws IOException, GeneralSecurityException {
        Path id = directory.resolve("id");
        return Files.exists(id) ? load(directory) : make(directory);
    }

    private static RsaKeys load(Path directory) throws IOException, GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("RSA");
        return new RsaKeys(
                Files.readString(directory.resolve("id")).strip(),
                (RSAPublicKey)
                        factory.generatePublic(
                                new X509EncodedKeySpec(
                                        readPem(directory.resolve("publicKey"), PUBLIC_KEY))),
                (RSAPrivateKey)
                        factory.generatePrivate(
                                new PKCS8EncodedKeySpec(
                                        readPem(directory.resolve("privateKey"), PRIVATE_KEY))));
    }

    private static RsaKeys make(Path directory) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(MODULUS_BITS);
        KeyPair pair = generator.generateKeyPair();
        String id = UUID.randomUUID().toString();
        PrivateFiles.makeDirectory(directory);
        PrivateFiles.write(
                directory.resolve("privateKey"), pem(PRIVATE_KEY, pair.getPrivate().getEncoded()));
        PrivateFiles.write(
                directory.resolve("publicKey"), pem(PUBLIC_KEY, pair.getPublic().getEncoded()));
        PrivateFiles.write(directory.resolve("id"), id + "\n");
        return new RsaKeys(id, (RSAPublicKey) pair.getPublic(), (RSAPrivateKey) pair.getPrivate());
    }

    private static String pem(String label, byte[] encoded) {
        return "-----BEGIN "
                + label
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END "
                + label
                + "-----\n";
    }

    private static byte[] readPem(Path file, String label)
            throws IOException, GeneralSecurityException {
        String text = Files.readString(file).strip();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end)) {
            throw new GeneralSecurityException(file + " is not a PEM file with a " + label);
        }
        String body = text.substring(begin.length(), text.length() - end.length());
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(file + " is not base64", e);
        }
    }
}
