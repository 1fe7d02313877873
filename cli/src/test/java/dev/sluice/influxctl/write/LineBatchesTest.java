// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.model.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Where a logical line ends, and where a batch does (data.md 1.2).
final class LineBatchesTest {
    @Test
    void endsALineAtALineFeed() throws IOException {
        assertThat(lines("a f=1\nb f=2")).containsExactly("a f=1\n", "b f=2");
    }

    @Test
    void keepsALineFeedInsideAQuotedFieldValue() throws IOException {
        assertThat(lines("a f=\"x\ny\" 1\nb f=2\n")).containsExactly("a f=\"x\ny\" 1\n", "b f=2\n");
    }

    @Test
    void takesAQuoteInATagForACharacter() throws IOException {
        assertThat(lines("a,t=\"x f=1\nb f=2\n")).containsExactly("a,t=\"x f=1\n", "b f=2\n");
    }

    @Test
    void takesAQuoteInAFieldKeyForACharacter() throws IOException {
        assertThat(lines("a f\"=1\nb f=2\n")).containsExactly("a f\"=1\n", "b f=2\n");
    }

    @Test
    void knowsTheSecondFieldsQuotes() throws IOException {
        assertThat(lines("a f=1,g=\"x\ny\"\nb f=2\n"))
                .containsExactly("a f=1,g=\"x\ny\"\n", "b f=2\n");
    }

    @Test
    void doesNotEndAStringAtAnEscapedQuote() throws IOException {
        assertThat(lines("a f=\"x\\\"\ny\"\nb f=2\n"))
                .containsExactly("a f=\"x\\\"\ny\"\n", "b f=2\n");
    }

    @Test
    void gluesTheNextLineAfterABackslash() throws IOException {
        assertThat(lines("a\\\nb f=2\nc f=3\n")).containsExactly("a\\\nb f=2\n", "c f=3\n");
    }

    @Test
    void countsNoCommentsAndNoBlankLines() throws IOException {
        LineBatches batches = batches("#x\n\n \t\n  # y\na f=1\n\nb f=1\n", 1);

        assertThat(Objects.requireNonNull(batches.next()).firstLine()).isEqualTo(1);
        assertThat(Objects.requireNonNull(batches.next()).firstLine()).isEqualTo(2);
        assertThat(batches.next()).isNull();
    }

    @Test
    void endsABatchEarlyRatherThanPassTheLimit() throws IOException {
        String big = "m f=\"" + "x".repeat(LineBatches.BATCH_BYTES_MAX / 2) + "\"\n";
        LineBatches batches = batches(big.repeat(3), 10);

        List<Integer> counts = new ArrayList<>();
        for (LineBatch batch = batches.next(); batch != null; batch = batches.next()) {
            assertThat(batch.body().length).isLessThanOrEqualTo(LineBatches.BATCH_BYTES_MAX);
            counts.add(batch.lineCount());
        }

        assertThat(counts).containsExactly(1, 1, 1);
    }

    @Test
    void refusesALineThatIsLongerThanABatchMayBe() {
        LineBatches batches = batches("m f=\"" + "x".repeat(LineBatches.BATCH_BYTES_MAX), 10);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(batches::next)
                .withMessageContaining("8388608 bytes")
                .withMessageContaining("a quote that is not closed");
    }

    private static List<String> lines(String input) throws IOException {
        LineBatches batches = batches(input, 1);
        List<String> lines = new ArrayList<>();
        for (LineBatch batch = batches.next(); batch != null; batch = batches.next()) {
            lines.add(new String(batch.body(), UTF_8));
        }
        return lines;
    }

    private static LineBatches batches(String input, int batchLines) {
        return new LineBatches(new ByteArrayInputStream(input.getBytes(UTF_8)), batchLines);
    }
}
