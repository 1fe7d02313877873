// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Takes `-Dseed=`.
final class TextOrderTest {
    private static final List<String> SIGNS =
            List.of(
                    "a", "b", "Z", "é", "ÿ", "Ā", "\u07ff", "\ud7ff", "\ue000", "\uffff", "😀",
                    "𐀀");

    @Test
    void isTheOrderOfTheBytes() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String a = text(random);
            String b = text(random);
            assertThat(Integer.signum(TextOrder.compare(a, b)))
                    .as("%s and %s, -Dseed=%s", a, b, seed)
                    .isEqualTo(
                            Integer.signum(
                                    Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(4); length > 0; length--) {
            text.append(SIGNS.get(random.nextInt(SIGNS.size())));
        }
        return text.toString();
    }
}
