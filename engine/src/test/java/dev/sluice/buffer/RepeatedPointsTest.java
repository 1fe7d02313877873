// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.TableRows;
import dev.sluice.wal.LogPosition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RepeatedPointsTest {
    private final RepeatedPoints none = new RepeatedPoints();
    private final List<BufferedRows> arrived = new ArrayList<>();

    private void arrive(long... times) {
        TableRows rows = new TableRows("m");
        for (long time : times) {
            rows.endRow(time);
        }
        arrived.add(new BufferedRows(new LogPosition(arrived.size()), rows));
    }

    private static List<Boolean> late(List<BufferedRows> rows) {
        return rows.stream().map(BufferedRows::late).toList();
    }

    @Test
    void tellsOfEachBatchWhetherItRepeatsAPoint() {
        RepeatedPoints points = new RepeatedPoints();
        arrive(5, 6);
        arrive(3, 4);
        assertThat(late(points.tell(arrived, none))).containsExactly(false, false);

        arrive(7, 4);
        arrive(8, 8);
        arrive(9);

        assertThat(late(points.tell(arrived, none)))
                .containsExactly(false, false, true, true, false);
        assertThat(late(points.tell(arrived.subList(0, 3), none)))
                .as("what somebody saw earlier")
                .containsExactly(false, false, true);
    }

    @Test
    void remembersManyPoints() {
        RepeatedPoints points = new RepeatedPoints();
        for (int batch = 0; batch < 100; batch++) {
            long[] times = new long[1_000];
            for (int i = 0; i < times.length; i++) {
                times[i] = 1_000L * batch + i;
            }
            arrive(times);
        }
        arrive(99_999);
        arrive(100_000);

        List<Boolean> late = late(points.tell(arrived, none));
        assertThat(late.subList(0, 100)).containsOnly(false);
        assertThat(late.subList(100, 102)).containsExactly(true, false);
    }

    @Test
    void aPointOfTheGenerationBeforeIsRepeated() {
        RepeatedPoints before = new RepeatedPoints();
        arrive(1, 2);
        before.tell(List.copyOf(arrived), none);
        arrived.clear();
        arrive(2);
        arrive(3);

        assertThat(late(new RepeatedPoints().tell(arrived, before))).containsExactly(true, false);
    }

    /// They stay as they came.
    @Test
    void ofTooManyRowsTheLastAreNotTold() {
        RepeatedPoints points = new RepeatedPoints(4);
        arrive(1, 2);
        arrive(3);
        assertThat(late(points.tell(arrived, none))).containsExactly(false, false);

        arrive(4, 5);
        arrive(6);

        assertThat(late(points.tell(arrived, none))).containsExactly(false, false, true, true);
        assertThat(new RepeatedPoints().tell(arrived, points)).isEqualTo(arrived);
        assertThat(points.sizeBytes()).isZero();
    }

    @Test
    void takesLessMemoryThanRowsWithoutColumns() {
        TableRows rows = new TableRows("m");
        for (int row = 0; row < 100_000; row++) {
            rows.endRow(row);
        }
        arrived.add(new BufferedRows(new LogPosition(1), rows));
        RepeatedPoints points = new RepeatedPoints();

        assertThat(late(points.tell(arrived, none))).containsExactly(false);
        assertThat(points.sizeBytes()).isPositive().isLessThan(rows.sizeBytes());
    }
}
