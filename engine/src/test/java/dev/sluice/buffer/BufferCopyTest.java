// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.TableRows;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.model.Precision;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy of a buffer's table, which takes what it lacks and nothing else.
final class BufferCopyTest {
    private static final long TABLE = 10;

    private final Buffer buffer = new Buffer();
    private final BufferCopy copy = new BufferCopy();
    private long position;

    private void write(long... times) {
        add(++position, times);
    }

    private void add(long at, long... times) {
        StringBuilder lines = new StringBuilder();
        for (long time : times) {
            lines.append("t,k=v f=").append(at).append(' ').append(time).append('\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        TableRows rows =
                LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0)
                        .tables()
                        .getFirst()
                        .rows();
        buffer.add(
                new LoggedBatch(
                        new LogPosition(at),
                        new CheckedBatch(1, List.of(new CheckedTable(TABLE, rows)))));
    }

    private BufferChange change() {
        return buffer.since(TABLE, copy.held());
    }

    private void catchUp() {
        copy.take(change());
        assertThat(rows(copy.snapshot())).isEqualTo(rows(buffer.snapshot(TABLE)));
    }

    /// Which of them are together, and which are late, depends on when that was asked, of the one
    /// and of the other.
    private static List<String> rows(List<BufferedRows> batches) {
        return batches.stream()
                .map(BufferedRows::rows)
                .flatMap(rows ->
                        IntStream.range(0, rows.rowCount())
                                .mapToObj(row ->
                                        rows.fieldAt(0).longAt(row)
                                                + " at "
                                                + rows.time().longAt(row)))
                .toList();
    }

    @Test
    void takesWhatItLacksAndNothingElse() {
        catchUp();
        write(1);
        write(2);
        catchUp();
        write(3);

        BufferChange change = change();
        assertThat(change.live().first()).isEqualTo(2);
        assertThat(change.live().rows()).hasSize(1);
        catchUp();
        List<BufferedRows> before = copy.snapshot();
        assertThat(change().live().rows()).isEmpty();
        catchUp();
        assertThat(copy.snapshot()).isSameAs(before);
    }

    @Test
    void keepsRowsThatAreFrozenAndLetsReleasedOnesGo() {
        write(1);
        catchUp();
        write(2);
        FrozenRows frozen = buffer.freeze();
        write(3);
        assertThat(change().frozen().rows()).hasSize(1);
        catchUp();

        buffer.release(frozen);
        assertThat(change().frozen().rows()).isEmpty();
        catchUp();
        assertThat(copy.snapshot()).hasSize(1);
        assertThat(copy.sizeBytes()).isPositive();
        buffer.release(buffer.freeze());
        catchUp();
        assertThat(copy.sizeBytes()).isZero();
    }

    @Test
    void rowsThatCameInAnotherOrderAreNotMissed() {
        add(2, 20);
        catchUp();
        add(1, 10);
        catchUp();
        FrozenRows frozen = buffer.freeze();
        catchUp();
        buffer.release(frozen);
        catchUp();
    }

    @Test
    void takesManyRowsInParts() {
        write(1);
        write(2);
        FrozenRows _ = buffer.freeze();
        write(3);
        BufferChange change = change();
        copy.take(change.cut(1, 0));
        assertThat(copy.snapshot()).hasSize(1);
        catchUp();
    }

    @Test
    void refusesWhatWasSaidOfAnotherCopy() {
        write(1);
        write(2);
        catchUp();
        write(3);
        BufferChange change = change();

        assertThatThrownBy(() -> new BufferCopy().take(change))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isTheSameWhateverHappens(long seed) {
        Random random = new Random(seed);
        FrozenRows frozen = null;
        for (int step = 0; step < 300; step++) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    if (frozen == null) {
                        frozen = buffer.freeze();
                    } else {
                        buffer.release(frozen);
                        frozen = null;
                    }
                }
                case 1 -> catchUp();
                default -> write(random.nextInt(50), random.nextInt(50), 100 + step);
            }
        }
        catchUp();
    }
}
