// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.SigningPair;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bent tokens: never an exception, and never let in unless it is the token that was signed.
final class TokenFuzzTest {
    private static final int INPUTS = 4_000;

    private final VerifierRig rig = new VerifierRig();
    private final SigningPair elliptic = SigningPair.generate("ES256", "key-2");
    private final SigningPair edwards = SigningPair.generate("EdDSA", "key-3");
    private List<String> good = List.of();
    private TokenVerifier verifier;

    @BeforeEach
    void signTokens() {
        rig.provider.publish(elliptic);
        rig.provider.publish(edwards);
        good =
                List.of(
                        rig.provider.accessToken().sign(rig.provider.signer()),
                        rig.provider.accessToken().sign(elliptic),
                        rig.provider.accessToken().sign(edwards),
                        rig.provider.accessToken().signWithoutKeyId(elliptic));
        verifier = rig.verifier();
        good.forEach(token -> VerifierRig.identity(verifier.verify(token)));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void noBentTokenIsVerified() {
        FuzzBudget.spend("bent tokens", INPUTS, this::bent);
    }

    @Test
    void noBentTokenIsVerifiedByAnotherSettingsVerifier() {
        TokenVerifier entra = rig.verifier(rig.settings("auth0"));

        FuzzBudget.spend("bent tokens of Auth0", INPUTS / 4, random -> bent(random, entra));
    }

    @Test
    void randomTextIsNeverVerified() {
        FuzzBudget.spend("random texts", INPUTS, this::randomText);
    }

    private void bent(SplittableRandom random) {
        bent(random, verifier);
    }

    private void bent(SplittableRandom random, TokenVerifier by) {
        String bent = new TokenMutations(random).mutate(oneOf(random), oneOf(random));
        if (!good.contains(bent)) {
            assertThat(by.verify(bent)).as(bent).isInstanceOf(Verification.Rejected.class);
        }
    }

    private void randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(200);
        for (int i = 0; i < length; i++) {
            text.append(
                    (char)
                            (random.nextInt(8) == 0
                                    ? random.nextInt(65536)
                                    : random.nextInt(33, 127)));
        }
        assertThat(verifier.verify(text.toString()))
                .as("%s", text)
                .isInstanceOf(Verification.Rejected.class);
    }

    private String oneOf(SplittableRandom random) {
        return good.get(random.nextInt(good.size()));
    }
}
