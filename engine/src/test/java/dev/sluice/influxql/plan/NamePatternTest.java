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

    /// What Go and RE2 both take, beside a name that fits and one that does not.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
"""
                    [*+]; a+b; ab
                    [?+]+; a+b; ab
                    \\*+; a*b; ab
                    \\\\+x; \\\\x; x
                    ^[a-c]{2,3}$; abc; abcd
                    ^a{,2}$; a{,2}; aa
                    ^a{x}$; a{x}; a
                    x*?y; xxy; x
                    (?P<first>a)(b); ab; ba
                    (?<first>a)(b); ab; ba
                    (?:a|b)c; bc; ac!
                    (?i)CPU; my cpu; gpu
                    (?i:c)PU; cPU; cpu
                    (?U)a+b; aab; ac
                    (?s)a.b; `a
b`; ab
                    (?m)^b$; `a
b`; ab
                    [[:alpha:]]+[[:digit:]]; a1; 1a
                    [^[:space:]]; a; ` `
                    []a]; ]; b
                    [^]a]; b; ]
                    [\\]\\-]; -; a
                    \\Qa.b+\\E; a.b+; axbb
                    \\x41\\x{e9}; Aé; A
                    \\101; A; B
                    \\p{Greek}; xαx; x
                    \\pL\\PL; a1; ab
                    \\-\\:\\_\\'; `-:_'`; -
                    \\bcpu\\b; a cpu; cpus
                    \\Aa\\z; a; ab
                    \\d\\D\\s\\S\\w\\W; 1a b_-; 1a
                    ((a{10}){10}){10}; AAA; b
                    (|a)*b; aab; aa
""")
    void fitWhatGoFits(String text, String fitting, String other) {
        NamePattern pattern = pattern(text);
        assertThat(pattern.fits(fitting.equals("AAA") ? "a".repeat(1_000) : fitting)).isTrue();
        assertThat(pattern.fits(other.replace("ac!", "a"))).isFalse();
    }

    /// With the messages that InfluxDB 1.x gives.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    (; missing closing )
                    a); unexpected )
                    *a; missing argument to repetition operator
                    a**; invalid nested repetition operator
                    a++; invalid nested repetition operator
                    a{2}{3}; invalid nested repetition operator
                    a{1001}; invalid repeat count
                    a{99999999999}; invalid repeat count
                    (a{100}){100}; invalid repeat count
                    (?:(?:a{20}b){20}){3}; invalid repeat count
                    [z-a]; invalid character class range
                    [a; missing closing ]
                    \\h; invalid escape sequence
                    \\1; invalid escape sequence
                    \\Z; invalid escape sequence
                    (?=a); invalid or unsupported Perl syntax
                    (?<!a)b; invalid named capture
                    (?>a); invalid or unsupported Perl syntax
                    (?x)a; invalid or unsupported Perl syntax
                    (?P<n>a)(?P<n>b); duplicate capture group name
                    """)
    void areRefused(String text, String why) {
        assertThatThrownBy(() -> pattern(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("invalid regular expression '" + text + "': " + why);
    }

    @Test
    void takeNoMoreStackAndTimeThanTheyMay() {
        assertThat(pattern("(".repeat(1_000) + "a" + ")".repeat(1_000)).fits("a")).isTrue();
        assertTooLarge("(".repeat(100_000), "nests too deeply");
        assertTooLarge("a".repeat(100_001) + ".", "expression too large (limit: 100000 parts)");
        assertTooLarge("(abc){1000}".repeat(40), "expression too large (limit: 100000 parts)");

        NamePattern pattern = pattern("^(a|b)*c$");
        assertThat(pattern.fits("ab".repeat(30_000) + "c")).isTrue();
        assertThat(pattern("(a*)*b").fits("a".repeat(60_000))).isFalse();
        NamePattern large = pattern("[a-z]{1000}x");
        assertThat(large.fits("a".repeat(1_000) + "x")).isTrue();
        assertThatThrownBy(() -> large.fits("a".repeat(60_000)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(
                        "it takes too long in a name of 60000 characters (limit: 20000000 steps)");
    }

    private static void assertTooLarge(String text, String why) {
        assertThatThrownBy(() -> pattern(text))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(why);
    }
}
