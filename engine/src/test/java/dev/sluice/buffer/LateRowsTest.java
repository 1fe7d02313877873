// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.ColumnType;
import dev.sluice.wal.CheckedBatch;
import dev.sluice.wal.CheckedBatch.CheckedTable;
import dev.sluice.wal.LogPosition;
import dev.sluice.wal.LoggedBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What queries rely on, against a map of all points: among rows that are not late none repeats
/// another, and a reader who lets the later entry of a snapshot win finds each point's newest
/// value. Takes `-Dseed=`.
final class LateRowsTest {
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final long TABLE = 10;

    private final Random random = new Random(SEED);
    private final Buffer buffer = new Buffer();
    private final BufferCopy copy = new BufferCopy();

    /// The batches that the buffer should hold, by position.
    private final Map<Long, TableRows> live = new TreeMap<>();

    private final Map<Long, TableRows> frozen = new TreeMap<>();
    private @Nullable FrozenRows frozenRows;
    private long position;

    private Mood mood = Mood.WILD;

    private enum Mood {
        WILD,

        /// Most batches have few rows, and newer ones than those before.
        CALM,

        /// Most have many rows, and older ones, that repeat hardly anything.
        CROWDED
    }

    private long clock;

    @Test
    void noTwoRowsThatAreNotLateAreTheSamePoint() {
        System.out.println("LateRowsTest -Dseed=" + SEED);
        int lateCount = 0;
        int inOrderCount = 0;
        int togetherCount = 0;
        for (int step = 0; step < 1200; step++) {
            mood = random.nextInt(60) == 0 ? Mood.values()[random.nextInt(3)] : mood;
            switch (random.nextInt(mood == Mood.WILD ? 8 : 60)) {
                case 0 -> freezeOrRelease();
                default -> addSome(1 + random.nextInt(3));
            }
            togetherCount += buffer.snapshot(TABLE).size() < live.size() + frozen.size() ? 1 : 0;
            for (BufferedRows rows : buffer.snapshot(TABLE)) {
                lateCount += rows.late() ? 1 : 0;
                inOrderCount += rows.late() ? 0 : 1;
            }
            requireContract(buffer.snapshot(TABLE), step);
            if (random.nextInt(3) == 0) {
                BufferChange change = buffer.since(TABLE, copy.held());
                if (random.nextInt(3) == 0) {
                    int frozenCount = change.frozen().rows().size();
                    int liveCount = change.live().rows().size() / 2;
                    copy.take(change.cut(frozenCount, liveCount));
                    change = buffer.since(TABLE, copy.held());
                }
                copy.take(change);
                requireContract(copy.snapshot(), step);
            }
        }
        assertThat(lateCount).isPositive();
        assertThat(inOrderCount).isPositive();
        assertThat(togetherCount).isPositive();
    }

    /// Adds batches of consecutive positions in any order.
    private void addSome(int count) {
        List<LoggedBatch> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TableRows rows = rows();
            position++;
            live.put(position, rows);
            batches.add(
                    new LoggedBatch(
                            new LogPosition(position),
                            new CheckedBatch(1, List.of(new CheckedTable(TABLE, rows)))));
        }
        List<Buffer.Coming> coming = new ArrayList<>();
        batches.forEach(_ -> coming.add(buffer.begin()));
        Collections.shuffle(batches, random);
        for (int i = 0; i < batches.size(); i++) {
            coming.get(i).add(batches.get(i));
            coming.get(i).close();
        }
    }

    private TableRows rows() {
        TableRows rows = new TableRows("m");
        boolean tagOrder = random.nextBoolean();
        boolean newer = mood == Mood.CALM && random.nextInt(20) > 0;
        boolean many = mood == Mood.CROWDED && random.nextInt(20) > 0;
        clock += mood == Mood.WILD ? 1 : 40;
        int behind = 400 * random.nextInt(4);
        for (int row = 1 + random.nextInt(newer ? 2 : many ? 80 : 12); row > 0; row--) {
            for (String tag : tagOrder ? List.of("a", "b") : List.of("b", "a")) {
                int value = random.nextInt(4);
                if (value > 0) {
                    rows.columnFor(tag, ColumnType.TAG).addText("v" + value);
                }
            }
            rows.columnFor("f", ColumnType.INTEGER).addLong(random.nextInt());
            rows.endRow(newer ? clock + row : many ? clock - behind + row : notNewer());
        }
        return rows;
    }

    /// Often one of the latest times, which batches on their way have, too.
    private long notNewer() {
        return mood == Mood.CALM
                ? clock - 40L * random.nextInt(4) + random.nextInt(3)
                : clock + random.nextInt(random.nextInt(3) == 0 ? 30 : 3);
    }

    private void freezeOrRelease() {
        FrozenRows persisted = frozenRows;
        if (persisted == null) {
            frozenRows = buffer.freeze();
            frozen.putAll(live);
            live.clear();
        } else {
            buffer.release(persisted);
            frozenRows = null;
            frozen.clear();
        }
    }

    private void requireContract(List<BufferedRows> snapshot, int step) {
        Map<String, Long> expected = new TreeMap<>();
        frozen.values().forEach(rows -> read(rows, expected));
        live.values().forEach(rows -> read(rows, expected));
        Map<String, Long> found = new TreeMap<>();
        Set<String> once = new HashSet<>();
        for (BufferedRows rows : snapshot) {
            List<String> points = read(rows.rows(), found);
            if (!rows.late()) {
                for (String point : points) {
                    assertThat(once.add(point))
                            .as("%s, step %d, seed %d", point, step, SEED)
                            .isTrue();
                }
            }
        }
        assertThat(found).as("step %d, seed %d", step, SEED).isEqualTo(expected);
    }

    /// Puts the values of rows into a map, later ones over earlier ones.
    ///
    /// @return the points
    private static List<String> read(TableRows rows, Map<String, Long> into) {
        List<String> points = new ArrayList<>();
        ColumnData field = rows.find("f");
        for (int row = 0; row < rows.rowCount() && field != null; row++) {
            int tagSet = rows.tagSetOf(row);
            String point =
                    text(rows.find("a"), tagSet)
                            + " "
                            + text(rows.find("b"), tagSet)
                            + " "
                            + rows.time().longAt(row);
            points.add(point);
            into.put(point, field.longAt(row));
        }
        return points;
    }

    private static @Nullable String text(@Nullable ColumnData tag, int tagSet) {
        return tag == null ? null : tag.textAt(tagSet);
    }
}
