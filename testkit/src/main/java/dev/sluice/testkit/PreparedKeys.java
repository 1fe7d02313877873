// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// One key pair of a cluster for all tests of a run, as its three files (admin.md 2.2). A server
/// that finds none makes one of 4096 bits, which takes seconds; this one has 2048, the least that
/// is taken.
public final class PreparedKeys {
    private static final String DIRECTORY = "rsa-keys";
    private static final Map<String, String> FILES = make();

    private PreparedKeys() {}

    private static Map<String, String> make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return Map.of(
                    "id", UUID.randomUUID() + "\n",
                    "privateKey", pem("PRIVATE KEY", pair.getPrivate()),
                    "publicKey", pem("PUBLIC KEY", pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(String label, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /// Lays the key pair where a server with these secrets looks for its own, in place of whatever
    /// is there.
    public static void copyTo(Path secrets) throws IOException {
        Path keys = Files.createDirectories(secrets.resolve(DIRECTORY));
        for (Map.Entry<String, String> file : FILES.entrySet()) {
            Files.writeString(keys.resolve(file.getKey()), file.getValue());
        }
    }

    /// The same, unless there is a key pair.
    public static void offerTo(Path secrets) throws IOException {
        if (!Files.exists(secrets.resolve(DIRECTORY))) {
            copyTo(secrets);
        }
    }

    /// Removes the key pair, as an administrator does who revokes the token.
    public static void remove(Path secrets) throws IOException {
        for (String name : FILES.keySet()) {
            Files.delete(secrets.resolve(DIRECTORY).resolve(name));
        }
        Files.delete(secrets.resolve(DIRECTORY));
    }

    /// What one of the files holds.
    ///
    /// @param name `id`, `privateKey` or `publicKey`
    public static String text(String name) {
        return Objects.requireNonNull(FILES.get(name));
    }
}
