// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;

/// The hashes of `digest` (data.md 5.10).
public final class Digests {
    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    "md5", "MD5",
                    "sha224", "SHA-224",
                    "sha256", "SHA-256",
                    "sha384", "SHA-384",
                    "sha512", "SHA-512");

    private static final int BLAKE2B_BITS = 512;
    private static final int BLAKE2S_BITS = 256;
    private static final int BLAKE3_BITS = 256;

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
        return switch (name) {
            case "blake2b" -> digest(message, new Blake2bDigest(BLAKE2B_BITS));
            case "blake2s" -> digest(message, new Blake2sDigest(BLAKE2S_BITS));
            case "blake3" -> digest(message, new Blake3Digest(BLAKE3_BITS));
            default -> ofTheJdk(message, ALGORITHMS.getOrDefault(name, name));
        };
    }

    private static byte[] digest(byte[] message, Digest algorithm) {
        algorithm.update(message, 0, message.length);
        byte[] hash = new byte[algorithm.getDigestSize()];
        algorithm.doFinal(hash, 0);
        return hash;
    }

    private static byte[] ofTheJdk(byte[] message, String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm, e);
        }
    }
}
