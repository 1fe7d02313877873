// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.tls;

import dev.sluice.testkit.Keytool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate that signed itself, and its key, in two PEM files.
///
/// @param certificate `setting` names it
/// @param key `setting.key` names it
record Pair(PemFile certificate, PemFile key) {
    /// @param algorithm as `keytool` calls it
    static Pair make(Path directory, String name, String algorithm)
            throws IOException, GeneralSecurityException {
        List<String> options =
                new ArrayList<>(
                        List.of("-alias", "a", "-keyalg", algorithm, "-dname", "CN=" + name));
        if (algorithm.equals("RSA")) {
            options.addAll(List.of("-keysize", "2048"));
        }
        KeyStore store = Keytool.generate(directory.resolve(name + ".p12"), options);
        byte[] key = store.getKey("a", Keytool.PASSWORD.toCharArray()).getEncoded();
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
