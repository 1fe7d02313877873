// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.Blake3Digest;

/// The hashes of `digest` (data.md 5.10).
public final class Digests {
    private static final int BLAKE2B_BITS = 512;
    private static final int BLAKE2S_BITS = 256;
    private static final int BLAKE3_BITS = 256;

    private static final Map<String, UnaryOperator<byte[]>> ALGORITHMS =
            Map.of(
                    "md5", ofTheJdk("MD5"),
                    "sha224", ofTheJdk("SHA-224"),
                    "sha256", ofTheJdk("SHA-256"),
                    "sha384", ofTheJdk("SHA-384"),
                    "sha512", ofTheJdk("SHA-512"),
                    "blake2b", other(() -> new Blake2bDigest(BLAKE2B_BITS)),
                    "blake2s", other(() -> new Blake2sDigest(BLAKE2S_BITS)),
                    "blake3", other(() -> new Blake3Digest(BLAKE3_BITS)));

    private Digests() {}

    /// The name of an algorithm in small letters.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for one that is not known
    static String require(String name) {
        String known = name.toLowerCase(Locale.ROOT);
        if (!ALGORITHMS.containsKey(known)) {
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
    /// @param name of the algorithm, as [#require] gives it
    /// @return the hash as hexadecimal digits
    public static String digest(String hex, String name) {
        UnaryOperator<byte[]> algorithm = Objects.requireNonNull(ALGORITHMS.get(name), name);
        return HexFormat.of().formatHex(algorithm.apply(HexFormat.of().parseHex(hex)));
    }

    private static UnaryOperator<byte[]> ofTheJdk(String algorithm) {
        return message -> {
            try {
                return MessageDigest.getInstance(algorithm).digest(message);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(algorithm, e);
            }
        };
    }

    private static UnaryOperator<byte[]> other(Supplier<Digest> algorithm) {
        return message -> {
            Digest digest = algorithm.get();
            digest.update(message, 0, message.length);
            byte[] hash = new byte[digest.getDigestSize()];
            digest.doFinal(hash, 0);
            return hash;
        };
    }
}
