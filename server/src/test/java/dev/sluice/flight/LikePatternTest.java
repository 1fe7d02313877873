// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.flight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LikePatternTest {

    @ParameterizedTest
    @CsvSource({
        "home,home", "'',''", "%,''", "%,home", "h%,home", "%e,home", "%o%,home", "h_me,home",
        "____,home", "h%m%e,home", "%%,home", "\\%,%", "a\\_b,a_b", "\\\\,\\", "\\,\\", "%a,aaba",
        "a%b%c,abbcbc", "%\\%,50%", "H%,Home"
    })
    void fits(String pattern, String name) {
        assertThat(new LikePattern(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "home,Home",
        "'',a",
        "_,''",
        "h%,ohm",
        "___,home",
        "a\\_b,axb",
        "\\%,x",
        "h.me,home",
        "%a,aab",
        "a%b%c,abb",
        "home,home2",
        "home_,home"
    })
    void doesNotFit(String pattern, String name) {
        assertThat(new LikePattern(pattern).matches(name)).isFalse();
    }

    @Test
    void manyStarsTakeNoAge() {
        assertThat(new LikePattern("%a".repeat(5_000)).matches("a".repeat(4_999))).isFalse();
        assertThat(new LikePattern("%a".repeat(5_000) + "b").matches("a".repeat(10_000))).isFalse();
    }
}
