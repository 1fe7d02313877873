// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows.Joining;
import dev.sluice.model.ColumnType;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ReadJoinsTest {
    private static final long TABLE = 10;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final List<BufferedRows> told = new ArrayList<>();
    private long position;
    private long second;

    /// Rows of one series, a second apart.
    private static TableRows rows(int rowCount, long firstSecond, String text) {
        TableRows rows = new TableRows("m");
        for (int row = 0; row < rowCount; row++) {
            rows.columnFor("host", ColumnType.TAG).addText("h");
            for (String field : List.of("a", "b", "c", "d", "e", "f")) {
                rows.columnFor(field, ColumnType.INTEGER).addLong(firstSecond + row);
            }
            if (!text.isEmpty()) {
                rows.columnFor("s", ColumnType.STRING).addText(text);
            }
            rows.endRow((firstSecond + row) * SECOND_NANOS);
        }
        return rows;
    }

    private void come(TableRows rows, boolean late) {
        told.add(
                new BufferedRows(new LogPosition(++position), rows, late, ReadJoins.joining(rows)));
    }

    private void come(int batchCount, int rowCount) {
        for (int i = 0; i < batchCount; i++) {
            come(rows(rowCount, second, ""), false);
            second += rowCount;
        }
    }

    /// What becomes of the batches; the places stay told as long as nothing was put together.
    private List<ReadJoins.Join> join() {
        List<ReadJoins.Join> joins = ReadJoins.of(told, told.size());
        List<BufferedRows> together = List.copyOf(ReadJoins.put(joins, told));
        told.clear();
        told.addAll(together);
        return joins;
    }

    private List<Integer> rowCounts() {
        return told.stream().map(each -> each.rows().rowCount()).toList();
    }

    @Test
    void putsNeighboursTogetherStepByStep() {
        come(255, 1);
        assertThat(join()).isEmpty();
        come(1, 1);
        come(15, 4096);

        assertThat(join()).hasSize(1);
        assertThat(rowCounts()).hasSize(16).startsWith(256);
        come(1, 4096);

        assertThat(join()).hasSize(1);
        assertThat(rowCounts()).containsExactly(256 + 16 * 4096);
        BufferedRows all = told.getFirst();
        assertThat(all.position().value()).isOne();
        assertThat(all.late()).isFalse();
        assertThat(all.joining()).isEqualTo(Joining.NEVER);
        assertThat(all.rows().tagSetCount()).isOne();
        assertThat(join()).isEmpty();
    }

    @Test
    void leavesThoseAloneThatOthersMayStillChange() {
        come(600, 1);

        List<ReadJoins.Join> joins = ReadJoins.of(told, 300);

        assertThat(joins).hasSize(1);
        assertThat(joins.getFirst().end()).isEqualTo(256);
    }

    @Test
    void copiesNoMoreThanItMayAtOnce() {
        come(48, 4096);

        assertThat(join()).hasSize(1);
        assertThat(rowCounts()).hasSize(33).startsWith(65_536, 4096);
        join();
        join();
        assertThat(rowCounts()).containsExactly(65_536, 65_536, 65_536);
        assertThat(join()).isEmpty();
    }

    @Test
    void fewRowsAreEnoughWhereTheyAreLarge() {
        String text = "x".repeat(100_000);
        for (int i = 0; i < 32; i++) {
            come(rows(20, 20L * i, text), false);
        }

        join();

        assertThat(told).hasSizeBetween(4, 8);
        assertThat(told.getFirst().joining()).isEqualTo(Joining.NEVER);
        assertThat(told).allMatch(each -> each.sizeBytes() < 24 << 20);
    }

    /// Which of them is newer than it could not be told any more. Not tried again.
    @Test
    void keepsThoseApartBetweenWhichALateOneHasItsPosition() {
        come(100, 1);
        long between = ++position;
        come(200, 1);
        told.add(new BufferedRows(new LogPosition(between), rows(1, 0, ""), true));

        List<ReadJoins.Join> joins = join();

        assertThat(joins).hasSize(256).allMatch(join -> join.end() - join.start() == 1);
        assertThat(told).hasSize(301);
        assertThat(told.subList(0, 256)).allMatch(each -> each.joining() == Joining.NEVER);
        assertThat(join()).isEmpty();
    }

    @Test
    void lateOnesPartThoseAroundThem() {
        come(200, 1);
        come(rows(1, 0, ""), true);
        come(200, 1);

        assertThat(join()).isEmpty();
    }

    @Test
    void timesFarApartPartThem() {
        come(128, 1);
        for (int i = 0; i < 128; i++) {
            come(rows(1, 100_000 + i, ""), false);
        }

        join();

        assertThat(told).hasSize(256);
    }

    private static LoggedBatch logged(long position, TableRows rows) {
        return new LoggedBatch(
                new LogPosition(position),
                new CheckedBatch(1, List.of(new CheckedTable(TABLE, rows))));
    }

    /// As several connections write a series, each some of its time.
    @Test
    void aBufferIsReadAsFewBatchesThoughRowsCameOutOfOrder() {
        Buffer buffer = new Buffer();
        BufferCopy copy = new BufferCopy();
        for (int i = 0; i < 100; i++) {
            buffer.add(logged(i + 1, rows(1_000, 1_000L * (i ^ 1), "")));
        }
        List<BufferedRows> first = buffer.snapshot(TABLE);

        List<BufferedRows> second = buffer.snapshot(TABLE);
        copy.take(buffer.since(TABLE, copy.held()));

        assertThat(first).hasSizeLessThan(50).noneMatch(BufferedRows::late);
        assertThat(second).hasSizeLessThan(first.size());
        assertThat(second.stream().mapToInt(each -> each.rows().rowCount()).sum())
                .isEqualTo(100_000);
        assertThat(copy.snapshot()).hasSameSizeAs(second);
        long bytes = second.stream().mapToLong(BufferedRows::sizeBytes).sum();
        // A half of a hash for each point, in three quarters of the places.
        long pointBytes = 4L << 18;
        assertThat(buffer.sizeBytes()).isBetween(bytes + pointBytes, bytes + pointBytes + 65_536);
        FrozenRows frozen = buffer.freeze();
        assertThat(buffer.liveBytes()).isZero();
        assertThat(frozen.tables().get(TABLE)).hasSameSizeAs(second);
        buffer.release(frozen);
        assertThat(buffer.sizeBytes()).isZero();
    }

    @Test
    void whoReadsAtTheSameTimeSeesEachRowOnce() throws Exception {
        Buffer buffer = new Buffer();
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        int batchCount = 1_500;
        Callable<Void> writer =
                () -> {
                    while (done.get() < batchCount) {
                        try (Buffer.Coming coming = buffer.begin()) {
                            int batch = begun.getAndIncrement();
                            if (batch < batchCount) {
                                coming.add(logged(batch + 1, rows(50, 50L * batch, "")));
                                done.incrementAndGet();
                            }
                        }
                    }
                    return null;
                };
        Callable<Void> reader =
                () -> {
                    int least;
                    do {
                        least = done.get();
                        long rows = 0;
                        long sum = 0;
                        for (BufferedRows batch : buffer.snapshot(TABLE)) {
                            rows += batch.rows().rowCount();
                            sum += batch.rows().time().rowCount();
                        }
                        assertThat(rows).isEqualTo(sum).isBetween(50L * least, 50L * batchCount);
                    } while (least < batchCount);
                    return null;
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Void> each : threads.invokeAll(List.of(writer, reader, writer, reader))) {
                each.get();
            }
        }
        List<Long> values = new ArrayList<>();
        for (BufferedRows batch : buffer.snapshot(TABLE)) {
            for (int row = 0; row < batch.rows().rowCount(); row++) {
                values.add(batch.rows().fieldAt(0).longAt(row));
            }
        }
        assertThat(values).hasSize(50 * batchCount).doesNotHaveDuplicates();
    }
}
