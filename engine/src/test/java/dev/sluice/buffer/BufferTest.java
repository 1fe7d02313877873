// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batch.TableRows;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.model.ColumnType;
import dev.sluice.model.Precision;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
    void isAsBeforeWhereThereIsNoMemoryToFreeze() {
        AtomicInteger left = new AtomicInteger(1);
        Buffer crowded =
                new Buffer(size -> {
                    if (left.getAndDecrement() == 0) {
                        throw new OutOfMemoryError("no times");
                    }
                    return new SeriesTimes(size);
                });
        crowded.add(batch(1, 10));
        crowded.add(batch(2, 11));
        long bytes = crowded.sizeBytes();
        assertThatThrownBy(crowded::freeze).isInstanceOf(OutOfMemoryError.class);
        assertThat(crowded.liveBytes()).isEqualTo(bytes);
        crowded.add(batch(3, 10));

        FrozenRows frozen = crowded.freeze();

        assertThat(frozen.tables().get(10L)).hasSize(2);
        assertThat(frozen.tables().get(11L)).hasSize(1);
        assertThat(crowded.snapshot(10L)).hasSize(2);
        crowded.release(frozen);
        assertThat(crowded.sizeBytes()).isZero();
    }

    @Test
    void refusesToReleaseWhatIsNotFrozen() {
        FrozenRows frozen = buffer.freeze();
        buffer.release(frozen);

        assertThatIllegalStateException().isThrownBy(() -> buffer.release(frozen));
    }

    @Test
    void aBatchIsLateThatRepeatsAPoint() {
        buffer.add(lines(1, "m,h=a f=1 5", "m,h=b f=1 3"));
        buffer.add(lines(2, "m,h=a f=1 5"));
        buffer.add(lines(3, "m,h=b f=1 4"));
        buffer.add(lines(4, "m,h=b f=1 2"));
        buffer.add(lines(5, "m,h=c f=1 1"));

        assertThat(lateness()).containsExactly("1", "2 late", "3", "4", "5");
    }

    @Test
    void theOrderOfTagsMakesNoOtherSeries() {
        buffer.add(lines(1, "m,a=1,b=2 f=1 5"));
        buffer.add(lines(2, "m,b=2,a=1 f=1 5"));
        buffer.add(lines(3, "m,a=2,b=1 f=1 5"));
        buffer.add(lines(4, "m,a=1 f=1 5"));
        buffer.add(lines(5, "m,b=1 f=1 5"));

        assertThat(lateness()).containsExactly("1", "2 late", "3", "4", "5");
    }

    @Test
    void fewLateRowsArePartedFromTheirBatch() {
        buffer.add(lines(1, "m,h=a f=1 5"));
        buffer.add(
                lines(
                        2,
                        "m,h=a f=1 6",
                        "m,h=a f=1 7",
                        "m,h=a f=1 8",
                        "m,h=a f=2 7",
                        "m,h=b f=1 1"));

        assertThat(lateness()).containsExactly("1", "2", "2 late");
        assertThat(buffer.snapshot(10))
                .extracting(rows -> rows.rows().rowCount())
                .containsExactly(1, 4, 1);
    }

    @Test
    void aBatchOfManyLateRowsIsLateAsAWhole() {
        buffer.add(lines(1, "m f=1 5"));
        buffer.add(lines(2, "m f=1 6", "m f=1 5", "m f=1 4"));

        assertThat(lateness()).containsExactly("1", "2 late");
    }

    /// As several connections write a series, each some of its time.
    @Test
    void rowsOutOfOrderAreNotLateWhereTheyRepeatNothing() {
        buffer.add(lines(2, "m f=1 5", "m f=1 6"));
        buffer.add(lines(1, "m f=1 3", "m f=1 4"));
        buffer.freeze();
        buffer.add(lines(4, "m f=1 2", "m f=1 1"));
        buffer.add(lines(5, "m f=1 3"));
        buffer.add(lines(3, "m f=1 7"));

        assertThat(lateness()).containsExactly("1", "2", "3", "4", "5 late");
    }

    @Test
    void rowsThatWereLetGoMakeNobodyLate() {
        buffer.add(lines(1, "m f=1 5"));
        FrozenRows frozen = buffer.freeze();
        buffer.add(lines(2, "m f=1 5"));
        assertThat(lateness()).containsExactly("1", "2 late");
        buffer.release(frozen);
        buffer.add(lines(3, "m f=1 4"));
        assertThat(lateness()).containsExactly("2 late", "3");

        buffer.release(buffer.freeze());
        buffer.add(lines(4, "m f=1 5"));

        assertThat(lateness()).containsExactly("4");
    }

    private List<String> lateness() {
        return buffer.snapshot(10).stream()
                .map(rows -> rows.position().value() + (rows.late() ? " late" : ""))
                .toList();
    }

    private static LoggedBatch lines(long position, String... lines) {
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        TableRows rows =
                LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0)
                        .tables()
                        .getFirst()
                        .rows();
        CheckedBatch batch = new CheckedBatch(1, List.of(new CheckedTable(10, rows)));
        return new LoggedBatch(new LogPosition(position), batch);
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
