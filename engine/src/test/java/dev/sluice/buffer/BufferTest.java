// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.batch.TableRows;
import dev.sluice.model.ColumnType;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BufferTest {
    private final Buffer buffer = new Buffer();

    @Test
    void showsTheRowsOfATableByPosition() {
        buffer.add(batch(2, 10));
        buffer.add(batch(1, 10));
        buffer.add(batch(3, 11));

        assertThat(positions(10)).containsExactly(1L, 2L);
        assertThat(positions(11)).containsExactly(3L);
        assertThat(positions(12)).isEmpty();
    }

    @Test
    void showsFrozenRowsUntilTheyAreReleased() {
        buffer.add(batch(1, 10));
        FrozenRows frozen = buffer.freeze();
        buffer.add(batch(2, 10));

        assertThat(positions(10)).containsExactly(1L, 2L);
        buffer.release(frozen);
        assertThat(positions(10)).containsExactly(2L);
    }

    @Test
    void freezesRowsByPosition() {
        buffer.add(batch(2, 10));
        buffer.add(batch(1, 10));

        assertThat(buffer.freeze().tables().get(10L))
                .extracting(rows -> rows.position().value())
                .containsExactly(1L, 2L);
    }

    @Test
    void countsLiveAndFrozenBytes() {
        assertThat(buffer.sizeBytes()).isZero();
        buffer.add(batch(1, 10));
        long one = buffer.sizeBytes();

        FrozenRows frozen = buffer.freeze();
        assertThat(frozen.sizeBytes()).isEqualTo(one).isPositive();
        assertThat(buffer.liveBytes()).isZero();
        buffer.add(batch(2, 10));
        assertThat(buffer.sizeBytes()).isEqualTo(2 * one);
        buffer.release(frozen);
        assertThat(buffer.sizeBytes()).isEqualTo(one);
    }

    @Test
    void doesNotChangeASnapshotThatWasTaken() {
        buffer.add(batch(1, 10));
        List<BufferedRows> before = buffer.snapshot(10);

        buffer.add(batch(2, 10));
        buffer.release(buffer.freeze());

        assertThat(before).hasSize(1);
    }

    @Test
    void refusesToFreezeTwice() {
        buffer.freeze();

        assertThatIllegalStateException().isThrownBy(buffer::freeze);
    }

    @Test
    void refusesToReleaseWhatIsNotFrozen() {
        FrozenRows frozen = buffer.freeze();
        buffer.release(frozen);

        assertThatIllegalStateException().isThrownBy(() -> buffer.release(frozen));
    }

    private List<Long> positions(long tableId) {
        return buffer.snapshot(tableId).stream().map(rows -> rows.position().value()).toList();
    }

    private static LoggedBatch batch(long position, long tableId) {
        TableRows rows = new TableRows("m");
        rows.columnFor("f", ColumnType.FLOAT).addDouble(1);
        rows.endRow(position);
        CheckedBatch batch = new CheckedBatch(1, List.of(new CheckedTable(tableId, rows)));
        return new LoggedBatch(new LogPosition(position), batch);
    }
}
