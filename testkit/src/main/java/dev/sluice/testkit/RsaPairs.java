// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/// RSA key pairs, no two of a process alike. To find primes is what takes long, about a second a
/// pair with the first compiler alone, so each is in several pairs. They sign and verify like all
/// others; only a secret they keep from nobody who knows two of them.
final class RsaPairs {
    private static final Map<Integer, RsaPairs> BY_BITS = new HashMap<>();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final BigInteger EXPONENT = RSAKeyGenParameterSpec.F4;

    private final int primeBits;
    private final List<BigInteger> primes = new ArrayList<>();

    /// For the newest prime: the ones before that it has made no pair with.
    private final Queue<BigInteger> partners = new ArrayDeque<>();

    private RsaPairs(int bits) {
        this.primeBits = bits / 2;
    }

    /// Makes a pair that there was not yet.
    ///
    /// @param bits of the modulus, an even number
    static KeyPair make(int bits) {
        synchronized (BY_BITS) {
            return BY_BITS.computeIfAbsent(bits, RsaPairs::new).next();
        }
    }

    private KeyPair next() {
        while (partners.isEmpty()) {
            partners.addAll(primes);
            primes.add(prime());
        }
        try {
            return pair(primes.getLast(), partners.remove());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /// With both of its highest bits, so that the product of two has twice as many bits.
    private BigInteger prime() {
        while (true) {
            BigInteger prime =
                    new BigInteger(primeBits, RANDOM)
                            .setBit(primeBits - 1)
                            .setBit(primeBits - 2)
                            .nextProbablePrime();
            if (prime.bitLength() == primeBits && !primes.contains(prime) && takesExponent(prime)) {
                return prime;
            }
        }
    }

    private static boolean takesExponent(BigInteger prime) {
        return prime.subtract(BigInteger.ONE).gcd(EXPONENT).equals(BigInteger.ONE);
    }

    private static KeyPair pair(BigInteger p, BigInteger q) throws GeneralSecurityException {
        BigInteger modulus = p.multiply(q);
        BigInteger belowP = p.subtract(BigInteger.ONE);
        BigInteger belowQ = q.subtract(BigInteger.ONE);
        BigInteger secret = EXPONENT.modInverse(belowP.multiply(belowQ));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        return new KeyPair(
                factory.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)),
                factory.generatePrivate(
                        new RSAPrivateCrtKeySpec(
                                modulus,
                                EXPONENT,
                                secret,
                                p,
                                q,
                                secret.mod(belowP),
                                secret.mod(belowQ),
                                q.modInverse(p))));
    }
}
