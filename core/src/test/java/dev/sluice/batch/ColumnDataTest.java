// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ColumnDataTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());
    private static final Column NUMBERS = new Column("n", ColumnType.INTEGER);

    private final SplittableRandom random = new SplittableRandom(SEED);

    /// Bits for nulls are there only once there is a null, whatever was added or taken back before.
    @Test
    void knowsWhichRowsHaveNoValue() {
        for (int round = 0; round < 2_000; round++) {
            ColumnData column = new ColumnData(NUMBERS);
            List<@Nullable Long> expected = new ArrayList<>();
            int nullShare = random.nextInt(4);
            for (int step = random.nextInt(300); step > 0; step--) {
                int what = random.nextInt(20);
                if (what < nullShare) {
                    expected.addAll(Collections.nCopies(1 + random.nextInt(70), null));
                    column.padTo(expected.size());
                } else if (what == 19) {
                    int rows = random.nextInt(expected.size() + 1);
                    expected = new ArrayList<>(expected.subList(0, rows));
                    column.truncate(rows);
                } else if (what == 18) {
                    long[] some = random.longs(random.nextInt(100)).toArray();
                    Arrays.stream(some).forEach(expected::add);
                    column.addLongs(Arrays.copyOf(some, some.length + 3), some.length);
                } else {
                    long value = random.nextLong();
                    expected.add(value);
                    column.addLong(value);
                }
            }

            assertHolds(column, expected, round);
            ColumnData copy =
                    ColumnData.ofScalars(
                            NUMBERS,
                            column.rowCount(),
                            Arrays.copyOf(column.words(), column.rowCount()),
                            column.present());
            copy.addLong(7);
            copy.padTo(copy.rowCount() + 1);
            expected.add(7L);
            expected.add(null);
            assertHolds(copy, expected, round);
        }
    }

    @Test
    void givesAgainWhatAnEarlierRowHas() {
        for (ColumnType type : List.of(ColumnType.TAG, ColumnType.STRING)) {
            ColumnData column = new ColumnData(new Column("t", type));
            List<@Nullable String> expected = new ArrayList<>();
            for (int row = 0; row < 500; row++) {
                if (row > 0 && random.nextInt(3) > 0) {
                    int before = random.nextInt(row);
                    column.addAgain(before);
                    expected.add(expected.get(before));
                } else if (random.nextInt(4) == 0) {
                    column.padTo(row + 1);
                    expected.add(null);
                } else {
                    String text = "v" + random.nextInt(20);
                    column.addText(text);
                    expected.add(text);
                }
            }

            List<@Nullable String> shown = new ArrayList<>();
            for (int row = 0; row < column.rowCount(); row++) {
                shown.add(column.textAt(row));
            }
            assertThat(shown).as("%s of seed %s", type, SEED).isEqualTo(expected);
        }
    }

    private void assertHolds(ColumnData column, List<@Nullable Long> expected, int round) {
        List<@Nullable Long> found = new ArrayList<>();
        BitSet values = new BitSet();
        for (int row = 0; row < column.rowCount(); row++) {
            found.add(column.isNull(row) ? null : column.longAt(row));
            values.set(row, expected.get(row) != null);
        }
        assertThat(found).as("seed %d, round %d", SEED, round).isEqualTo(expected);
        assertThat(column.nullCount()).isEqualTo(column.rowCount() - values.cardinality());
        if (column.rowCount() > 0) {
            int end = 1 + random.nextInt(column.rowCount());
            int from = random.nextInt(end);
            int value = values.nextSetBit(from);
            assertThat(column.nextValue(from, end))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(value < 0 ? end : Math.min(value, end));
            assertThat(column.nextNull(from, end))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(Math.min(values.nextClearBit(from), end));
        }
        long[] present = column.present();
        if (column.nullCount() == 0) {
            assertThat(present).isNull();
        } else {
            assertThat(BitSet.valueOf(present))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(values);
        }
    }
}
