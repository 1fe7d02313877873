// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/// What MessagePack holds back.
final class MessagePackAnswerTest {
    private static final int ROWS = 100;
    private static final int HELD_BYTES_MAX = 100_000;
    private static final String LONG = "x".repeat(HELD_BYTES_MAX / ROWS);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private final AnswerSink sink =
            new AnswerSink() {
                @Override
                public void write(byte[] source, int offset, int length) {
                    bytes.write(source, offset, length);
                }

                @Override
                public long position() {
                    return bytes.size();
                }

                @Override
                public boolean rewind(long position) {
                    return false;
                }

                @Override
                public void pause() {}
            };

    private AnswerWriter writer(long chunkRows) {
        return new MessagePackAnswer(style(chunkRows), 2, sink, HELD_BYTES_MAX);
    }

    private static AnswerStyle style(long chunkRows) {
        return new AnswerStyle(AnswerFormat.MESSAGE_PACK, null, false, chunkRows);
    }

    private static SeriesRows large() {
        return new KnownSeries("m", List.of("text"), Collections.nCopies(ROWS, List.of(LONG)));
    }

    @Test
    void whatIsTooLargeIsAnErrorOfItsStatement() throws Exception {
        AnswerWriter writer = writer(0);

        assertThatThrownBy(() -> writer.rows(0, large()))
                .hasMessageContaining("100000 bytes")
                .hasMessageContaining("chunked=true");
        writer.error(0, "too large");
        writer.rows(1, new KnownSeries("n", List.of("a"), List.of(List.of("b"))));
        writer.end();

        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes.toByteArray())) {
            assertThat(unpacker.unpackValue().toJson())
                    .isEqualTo(
                            "{\"results\":[{\"statement_id\":0,\"error\":\"too large\"},"
                                    + "{\"statement_id\":1,\"series\":[{\"name\":\"n\",\"columns\":"
                                    + "[\"a\"],\"values\":[[\"b\"]]}]}]}");
            assertThat(unpacker.hasNext()).isFalse();
        }
    }

    /// Python's client cannot ask for chunks.
    @Test
    void aLargeHeapHoldsMore() {
        assertThat(MessagePackAnswer.heldBytesMax(8L << 30)).isEqualTo(32 << 20);
        assertThat(MessagePackAnswer.heldBytesMax(256 << 20)).isEqualTo(8 << 20);
    }

    @Test
    void chunksOfItAreNot() throws Exception {
        AnswerWriter writer = writer(ROWS / 2);

        writer.rows(0, large());
        writer.end();

        assertThat(bytes.size()).isGreaterThan(HELD_BYTES_MAX);
    }
}
