// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/// A certificate that signed itself, and its key, in two PEM files.
///
/// @param certificate `setting` names it
/// @param key `setting.key` names it
record Pair(PemFile certificate, PemFile key) {
    private static final String PASSWORD = "changeit";

    /// @param algorithm as `keytool` calls it
    static Pair make(Path directory, String name, String algorithm)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = directory.resolve(name + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=" + name,
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        byte[] key = store.getKey("a", PASSWORD.toCharArray()).getEncoded();
        return new Pair(
                pem(directory, name, "CERTIFICATE", store.getCertificate("a").getEncoded()),
                pem(directory, name + ".key", "PRIVATE KEY", key));
    }

    private static PemFile pem(Path directory, String name, String kind, byte[] der)
            throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Path file =
                Files.writeString(
                        directory.resolve(name + ".pem"),
                        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
        return new PemFile(file, name);
    }
}
