// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class IngestLimitsTest {
    private static final long MEBIBYTE = 1L << 20;

    @Test
    void theBufferFollowsTheHeap() {
        assertThat(IngestLimits.ofHeap(1024 * MEBIBYTE))
                .returns(384 * MEBIBYTE, IngestLimits::bufferBytesMax)
                .returns(64 * MEBIBYTE, IngestLimits::flushBytes)
                .returns(Duration.ofMinutes(5), IngestLimits::flushInterval);
        assertThat(IngestLimits.ofHeap(64 * 1024 * MEBIBYTE))
                .returns(24 * 1024 * MEBIBYTE, IngestLimits::bufferBytesMax)
                .returns(256 * MEBIBYTE, IngestLimits::flushBytes);
        assertThat(IngestLimits.ofHeap(1)).returns(MEBIBYTE, IngestLimits::bufferBytesMax);
    }

    @Test
    void aFlushStartsLongBeforeTheBufferIsFull() {
        IngestLimits small = IngestLimits.ofBuffer(MEBIBYTE, Duration.ofSeconds(1));

        assertThat(small.flushBytes()).isEqualTo(MEBIBYTE / 6);
        assertThat(small.flushInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(IngestLimits.ofBuffer(1, Duration.ofSeconds(1)).flushBytes()).isEqualTo(1);
    }

    @Test
    void refusesLimitsUnderWhichNothingCouldBeWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IngestLimits.ofBuffer(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits(Duration.ofSeconds(-1), 1))
                .withMessageContaining("roomWait PT-1S");
        assertThatIllegalArgumentException().isThrownBy(() -> limits(Duration.ZERO, -1));
    }

    private static IngestLimits limits(Duration roomWait, int roomWaitersMax) {
        Duration day = Duration.ofDays(1);
        return new IngestLimits(1, 1, day, day, 1, roomWait, roomWaitersMax);
    }
}
