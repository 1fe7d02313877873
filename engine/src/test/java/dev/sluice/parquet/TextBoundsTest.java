// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// How long texts are cut to bounds.
@NullUnmarked // what is unset in a footer is null, and fails the test
final class TextBoundsTest {
    private static Statistics of(String... texts) {
        TextBounds bounds = new TextBounds();
        for (String text : texts) {
            byte[] bytes = text.getBytes(UTF_8);
            bounds.add(bytes, 0, bytes.length);
        }
        return bounds.statistics(3);
    }

    @Test
    void shortTextsAreExactAndCompareByUnsignedBytes() {
        Statistics statistics = of("z", "ž", "", "a");

        assertThat(statistics.getMin_value()).isEmpty();
        assertThat(statistics.getMax_value()).isEqualTo("ž".getBytes(UTF_8));
        assertThat(statistics.isIs_min_value_exact()).isTrue();
        assertThat(statistics.isIs_max_value_exact()).isTrue();
        assertThat(statistics.getNull_count()).isEqualTo(3);
    }

    @Test
    void aTextOfTheLimitIsExactAndALongerOneIsCut() {
        assertThat(of("a".repeat(64)).getMax_value()).isEqualTo("a".repeat(64).getBytes(UTF_8));

        Statistics statistics = of("a".repeat(65));
        assertThat(statistics.getMin_value()).isEqualTo("a".repeat(64).getBytes(UTF_8));
        assertThat(statistics.getMax_value()).isEqualTo(("a".repeat(63) + "b").getBytes(UTF_8));
        assertThat(statistics.isIs_min_value_exact()).isFalse();
        assertThat(statistics.isIs_max_value_exact()).isFalse();
    }

    @Test
    void cutsBetweenCharacters() {
        Statistics statistics = of("a" + "🐎".repeat(16));

        assertThat(statistics.getMin_value()).isEqualTo(("a" + "🐎".repeat(15)).getBytes(UTF_8));
        assertThat(statistics.getMax_value())
                .isEqualTo(("a" + "🐎".repeat(14) + "🐏").getBytes(UTF_8));
    }

    @Test
    void raisesOverTheGapOfSurrogatesAndPastLastCharacters() {
        assertThat(TextBounds.raised("a\uD7FF".getBytes(UTF_8)))
                .isEqualTo("a\uE000".getBytes(UTF_8));
        assertThat(TextBounds.raised("a\uDBFF\uDFFF".getBytes(UTF_8)))
                .isEqualTo("b".getBytes(UTF_8));
        assertThat(TextBounds.raised("\u007F".getBytes(UTF_8))).isEqualTo("\u0080".getBytes(UTF_8));
    }

    @Test
    void leavesTheUpperBoundOutWhereThereIsNone() {
        Statistics statistics = of("\uDBFF\uDFFF".repeat(17));

        assertThat(statistics.isSetMin_value()).isTrue();
        assertThat(statistics.isSetMax_value()).isFalse();
        assertThat(statistics.isSetIs_max_value_exact()).isFalse();
    }

    @Test
    void whatIsNoTextIsNotRaised() {
        byte[] noText = new byte[70];
        java.util.Arrays.fill(noText, (byte) 0x80);
        TextBounds bounds = new TextBounds();
        bounds.add(noText, 0, noText.length);

        assertThat(bounds.statistics(0).isSetMax_value()).isFalse();
        assertThat(TextBounds.raised(new byte[] {'a', (byte) 0xFF})).isEqualTo(new byte[] {'b'});
    }
}
