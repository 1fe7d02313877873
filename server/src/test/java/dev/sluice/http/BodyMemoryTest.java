// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import org.junit.jupiter.api.Test;

final class BodyMemoryTest {
    private static final int SMALL_BYTES = 64 * 1024;

    private final BodyMemory memory = new BodyMemory(1_000_000);

    @Test
    void largeBodiesLeaveAQuarterToSmallOnes() {
        memory.take(750_000, 750_000);

        assertThatThrownBy(() -> memory.take(1, SMALL_BYTES + 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("750000 bytes");
        memory.take(SMALL_BYTES, SMALL_BYTES);
        assertThat(memory.bytesTaken()).isEqualTo(750_000 + SMALL_BYTES);
    }

    @Test
    void smallBodiesHaveALimitToo() {
        memory.take(750_000, 750_000);
        memory.take(249_999, 1);

        assertThatThrownBy(() -> memory.take(2, 2))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("1000000 bytes");
        assertThat(memory.bytesTaken()).isEqualTo(999_999);
        memory.take(1, 1);
    }
}
