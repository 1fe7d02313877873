// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wal.LogPosition;
import org.junit.jupiter.api.Test;

final class ArrivingTest {
    private final Arriving arriving = new Arriving();

    private static LogPosition at(long position) {
        return new LogPosition(position);
    }

    @Test
    void everythingHasComeUpToWhatWasThereWhenTheOldestBegan() {
        LogPosition first = arriving.begin();
        arriving.come(at(3));
        LogPosition second = arriving.begin();
        LogPosition third = arriving.begin();
        assertThat(arriving.settled()).isEqualTo(LogPosition.NONE);

        arriving.end(first);
        arriving.come(at(5));
        arriving.come(at(4));
        assertThat(arriving.settled()).isEqualTo(at(3));

        arriving.end(second);
        assertThat(arriving.settled()).isEqualTo(at(3));
        arriving.end(third);
        assertThat(arriving.settled()).isEqualTo(at(5));
    }
}
