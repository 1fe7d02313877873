// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import dev.sluice.config.InternalSigningKey;
import dev.sluice.model.Secret;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Makes a key pair for the cluster's own tokens, smaller than the one that a server would take
/// seconds to make.
final class ClusterKey {
    private static final int BITS = 2_048;
    private static final int LINE_CHARACTERS = 64;

    private ClusterKey() {}

    static InternalSigningKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            return new InternalSigningKey(
                    "cluster-key",
                    Secret.of(pem("PRIVATE KEY", pair.getPrivate().getEncoded())),
                    pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String pem(String label, byte[] der) {
        String lines =
                Base64.getMimeEncoder(LINE_CHARACTERS, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
