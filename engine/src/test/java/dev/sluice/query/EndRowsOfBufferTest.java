// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.TableRows;
import dev.sluice.buffer.BufferedRows;
import dev.sluice.wal.LogPosition;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whether newest rows that were kept are those of the first batches, which others put together
/// meanwhile.
final class EndRowsOfBufferTest {
    private static BufferedRows batch(long position, int rowCount) {
        TableRows rows = new TableRows("m");
        for (int row = 0; row < rowCount; row++) {
            rows.endRow(row);
        }
        return new BufferedRows(new LogPosition(position), rows);
    }

    private final EndRows.OfBuffer kept =
            EndRows.OfBuffer.of(List.of(batch(5, 10), batch(6, 20), batch(9, 30)), List.of());

    @Test
    void theyAreOfThoseThatCameSince() {
        assertThat(kept.batchCount(List.of(batch(5, 10), batch(6, 20), batch(9, 30)))).isEqualTo(3);
        assertThat(kept.batchCount(List.of(batch(5, 30), batch(9, 30), batch(10, 1)))).isEqualTo(2);
        assertThat(kept.batchCount(List.of(batch(5, 60)))).isEqualTo(1);
    }

    @Test
    void theyAreOfNoOthers() {
        assertThat(kept.batchCount(List.of(batch(6, 20), batch(9, 30), batch(10, 10))))
                .as("the first one is in a file")
                .isNegative();
        assertThat(kept.batchCount(List.of(batch(5, 10), batch(6, 20), batch(8, 30), batch(9, 30))))
                .as("one came that is older")
                .isNegative();
        assertThat(kept.batchCount(List.of(batch(5, 70), batch(10, 1))))
                .as("newer ones are among them")
                .isNegative();
        assertThat(kept.batchCount(List.of(batch(5, 10)))).isNegative();
    }

    @Test
    void nothingIsOfNothing() {
        assertThat(EndRows.OfBuffer.NONE.batchCount(List.of(batch(5, 10)))).isZero();
    }
}
