// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/// The hashes of `digest` (data.md 5.10).
public final class Digests {
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    "md5", "MD5",
                    "sha224", "SHA-224",
                    "sha256", "SHA-256",
                    "sha384", "SHA-384",
                    "sha512", "SHA-512");

    private Digests() {}

    /// The name of an algorithm in small letters.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for one that is not known
    static String require(String name) {
        String known = name.toLowerCase(Locale.ROOT);
        if (!ALGORITHMS.containsKey(known) && !known.matches("blake(2b|2s|3)")) {
            throw UnsupportedSql.planning(
                    "digest",
                    "There is no built-in digest algorithm named '"
                            + name
                            + "', currently supported algorithms are: md5, sha224, sha256, sha384,"
                            + " sha512, blake2s, blake2b, blake3");
        }
        return known;
    }

    /// The hash of some bytes.
    ///
    /// @param hex the bytes as hexadecimal digits
    /// @param name of the algorithm
    /// @return the hash as hexadecimal digits
    public static String digest(String hex, String name) {
        return HexFormat.of().formatHex(digest(HexFormat.of().parseHex(hex), name));
    }

    private static byte[] digest(byte[] message, String name) {
        try {
            return switch (name) {
                case "blake2b" -> Blake2.b(message);
                case "blake2s" -> Blake2.s(message);
                case "blake3" -> Blake3.hash(message);
                default -> MessageDigest.getInstance(ALGORITHMS.get(name)).digest(message);
            };
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
