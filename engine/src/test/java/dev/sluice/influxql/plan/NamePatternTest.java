// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.influxql.Literal;
import dev.sluice.model.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Patterns over names (data.md 6.11).
final class NamePatternTest {
    private static NamePattern pattern(String text) {
        return NamePattern.of(new Literal.Regex(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    ^a$; a
                    ^a b-c$; a b-c
                    ^b\\.c$; b.c
                    ^(a|b\\.c)$; a,b.c
                    ^(\\(x\\)|\\$)$; (x),$
                    """)
    void standForTheTextsThatTheyFit(String text, String texts) {
        assertThat(pattern(text).onlyTexts()).containsExactly(texts.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "^a",
                "a$",
                "^a|b$",
                "^a\\|b$",
                "^(a\\|b)$",
                "^a.$",
                "^\\d$",
                "^(a)(b)$"
            })
    void standForNoTextsWhereTheyFitOthersToo(String text) {
        assertThat(pattern(text).onlyTexts()).isEmpty();
    }

    @Test
    void standForTextsOfAnyLength() {
        String text = "a\\.".repeat(50_000);
        assertThat(pattern("^" + text + "$").onlyTexts()).containsExactly("a.".repeat(50_000));
        assertThat(pattern("^(b|" + text + ")$").onlyTexts()).hasSize(2);
    }

    @Test
    void areRefusedWhereTheStackIsTooSmallForThem() {
        NamePattern pattern = pattern("^(a|b)*c$");
        assertThat(pattern.fits("abc")).isTrue();
        assertThatThrownBy(() -> pattern.fits("ab".repeat(30_000)))
                .isInstanceOf(ProblemException.class)
                .hasMessageEndingWith("it goes too deep in a name of 60000 characters");
    }
}
