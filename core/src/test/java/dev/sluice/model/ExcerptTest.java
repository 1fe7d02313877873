// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExcerptTest {

    @ParameterizedTest
    @ValueSource(strings = {"9", "é", "€", "🐝"})
    void cutsBetweenTwoCharactersWhatIsLong(String character) {
        String longest = character.repeat(Excerpt.CHARACTERS_MAX);

        assertThat(Excerpt.of(longest)).isEqualTo(longest);
        assertThat(Excerpt.of(longest + character)).isEqualTo(longest + "...");
        assertThat(ofBytes(longest)).isEqualTo(longest);
        assertThat(ofBytes(longest + character)).isEqualTo(longest + "...");
    }

    private static String ofBytes(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        return Excerpt.of(bytes, 1, bytes.length - 1);
    }
}
