// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RsaPairsTest {
    private static final int BITS = 1024;

    private static byte[] sign(KeyPair pair) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(new byte[] {1, 2, 3});
        return signature.sign();
    }

    private static boolean verifies(KeyPair pair, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update(new byte[] {1, 2, 3});
        return signature.verify(signed);
    }

    @Test
    void eachVerifiesWhatItSignedAndNothingElse() throws GeneralSecurityException {
        List<KeyPair> pairs = Stream.generate(() -> RsaPairs.make(BITS)).limit(6).toList();

        for (KeyPair signer : pairs) {
            byte[] signed = sign(signer);
            for (KeyPair verifier : pairs) {
                assertThat(verifies(verifier, signed)).isEqualTo(verifier == signer);
            }
        }
    }

    @Test
    void noTwoAreAlikeAndAllAreOfTheSize() {
        Set<BigInteger> moduli = new HashSet<>();

        for (int i = 0; i < 50; i++) {
            RSAPublicKey key = (RSAPublicKey) RsaPairs.make(BITS).getPublic();

            assertThat(key.getModulus().bitLength()).isEqualTo(BITS);
            assertThat(moduli.add(key.getModulus())).isTrue();
        }
    }
}
