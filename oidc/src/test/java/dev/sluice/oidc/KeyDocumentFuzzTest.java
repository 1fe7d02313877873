// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.sluice.testkit.SigningPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Bent key sets: never an exception, every entry either usable or refused, and a good key beside
/// bad ones stays good.
final class KeyDocumentFuzzTest {
    private static final int INPUTS = 20_000;
    private static final int KEYS_MAX = 100;
    private static final List<SigningPair> PAIRS =
            List.of(
                    SigningPair.generate("RS256", "rsa"),
                    SigningPair.generate("ES256", "p-256"),
                    SigningPair.generate("ES512", "p-521"),
                    SigningPair.generate("EdDSA", "edwards"));
    private static final List<String> MEMBERS =
            List.of(
                    "kty", "use", "key_ops", "alg", "kid", "n", "e", "crv", "x", "y", "x5c",
                    "issuer");
    private static final List<Object> VALUES =
            List.of(
                    "",
                    "AA",
                    "AQAB",
                    "!",
                    "=",
                    "RSA",
                    "EC",
                    "OKP",
                    "oct",
                    "P-256",
                    "P-521",
                    "secp256k1",
                    "Ed25519",
                    "X25519",
                    "sig",
                    "enc",
                    "none",
                    "x".repeat(10_000),
                    7,
                    -1.5,
                    true,
                    List.of(),
                    List.of("verify"),
                    List.of(1, List.of()),
                    Map.of("kty", "RSA"));

    @Test
    void bentMembersNeverEscape() {
        FuzzBudget.spend("bent key sets", INPUTS, KeyDocumentFuzzTest::bentMembers);
    }

    @Test
    void bentTextNeverEscapes() {
        FuzzBudget.spend("bent key documents", INPUTS, KeyDocumentFuzzTest::bentText);
    }

    private static void bentMembers(SplittableRandom random) {
        List<Object> entries = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            entries.add(bent(random));
        }
        Map<String, Object> good = new HashMap<>(pair(random).jwk());
        good.put("kid", "good");
        entries.add(random.nextInt(count + 1), good);

        KeySet keys =
                KeySet.of(new JsonObject(new HashMap<>(Map.of("keys", entries))), null, KEYS_MAX);

        assertThat(keys.ignored()).isZero();
        assertThat(keys.names("good")).isTrue();
        assertThat(keys.isEmpty()).isFalse();
    }

    private static void bentText(SplittableRandom random) {
        String text = JSONObjectUtils.toJSONString(Map.of("keys", List.of(pair(random).jwk())));
        StringBuilder bent = new StringBuilder(text);
        int steps = 1 + random.nextInt(4);
        for (int step = 0; step < steps; step++) {
            bent.setCharAt(random.nextInt(bent.length()), (char) random.nextInt(32, 127));
        }
        JsonObject document = JsonObject.find(bent.toString());
        if (document != null) {
            assertThat(KeySet.of(document, null, KEYS_MAX).size()).isLessThanOrEqualTo(1);
        }
    }

    private static Object bent(SplittableRandom random) {
        Map<String, @Nullable Object> jwk = new HashMap<>(pair(random).jwk());
        int steps = 1 + random.nextInt(4);
        for (int step = 0; step < steps; step++) {
            String member = MEMBERS.get(random.nextInt(MEMBERS.size()));
            switch (random.nextInt(4)) {
                case 0 -> jwk.remove(member);
                case 1 -> jwk.put(member, null);
                default -> jwk.put(member, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return jwk;
    }

    private static SigningPair pair(SplittableRandom random) {
        return PAIRS.get(random.nextInt(PAIRS.size()));
    }
}
