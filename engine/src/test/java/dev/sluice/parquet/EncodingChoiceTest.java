// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How long chunks take the encoding that was the smallest.
final class EncodingChoiceTest {
    private final EncodingChoice choice = new EncodingChoice();

    @Test
    void isKnownAfterATrialForSomeChunks() {
        assertThat(choice.known()).isNull();
        choice.choose(WordEncoding.DELTA);
        for (int chunk = 0; chunk < 8; chunk++) {
            assertThat(choice.known()).as("chunk %d", chunk).isEqualTo(WordEncoding.DELTA);
            choice.wrote(1_000, 500);
        }
        assertThat(choice.known()).isNull();
        choice.choose(WordEncoding.PLAIN);
        assertThat(choice.known()).isEqualTo(WordEncoding.PLAIN);
    }

    @Test
    void isForgottenWhenValuesComeOutLarger() {
        choice.choose(WordEncoding.DELTA);
        choice.wrote(1_000, 500);
        choice.wrote(1_240, 500);
        choice.wrote(12, 6);
        assertThat(choice.known()).isEqualTo(WordEncoding.DELTA);
        choice.wrote(1_260, 500);
        assertThat(choice.known()).isNull();
    }

    @Test
    void chunksOfNullsSayNothing() {
        choice.choose(WordEncoding.DICTIONARY);
        choice.wrote(1_000, 500);
        choice.wrote(0, 0);
        assertThat(choice.known()).isEqualTo(WordEncoding.DICTIONARY);
    }
}
