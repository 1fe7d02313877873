// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-512 of a database token or management token, the only form in which one is kept
/// (admin.md 5.5 and 5.6). Tokens are found by it: nobody can learn one from how long that takes.
public final class TokenDigest {
    private TokenDigest() {}

    /// 128 lower-case hexadecimal digits.
    public static String sha512(Secret token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-512")
                                    .digest(token.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-512", e);
        }
    }
}
