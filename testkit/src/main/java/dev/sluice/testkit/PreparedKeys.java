// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
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
        KeyPair pair = RsaPairs.make(2048);
        return Map.of(
                "id", UUID.randomUUID() + "\n",
                "privateKey", pem("PRIVATE KEY", pair.getPrivate()),
                "publicKey", pem("PUBLIC KEY", pair.getPublic()));
    }

    private static String pem(String label, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    /// Lays the key pair where a server with these secrets looks for its own, in place of whatever
    /// is there.
    public static void copyTo(Path secrets) throws IOException {
        write(secrets, FILES);
    }

    /// Lays another key pair there, which no test has had before.
    public static void copyAnotherTo(Path secrets) throws IOException {
        write(secrets, make());
    }

    private static void write(Path secrets, Map<String, String> files) throws IOException {
        Path keys = Files.createDirectories(secrets.resolve(DIRECTORY));
        for (Map.Entry<String, String> file : files.entrySet()) {
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
