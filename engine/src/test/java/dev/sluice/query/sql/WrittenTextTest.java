// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WrittenTextTest {
    @ParameterizedTest(name = "{0}h")
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            textBlock =
                    """
                    15 => ; write INTERVAL '15 hours'
                    now() - 15 => ; write INTERVAL '15 hours'
                    now() -15 => ; write INTERVAL '15 hours'
                    now() - 1.5 => ``
                    now() - .5 => ``
                    now() - a1 => ``
                    now() - a_1 => ``
                    now() - é1 => ``
                    now() - => ``
                    """)
    void advisesAnIntervalForWholeNumbersAlone(String before, String advice) {
        String text = before + "h";

        assertThat(new WrittenText(text, text).located("near \"h\"", bytes(before)))
                .isEqualTo("near \"h\" at Line: 1, Column: " + text.length() + advice);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
