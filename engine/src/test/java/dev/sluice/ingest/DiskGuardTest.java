// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.buffer.Buffer;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.wal.FileLog;
import dev.sluice.wal.LogLimits;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskGuardTest {
    private static final long LIMIT = 1_000;

    private long free = LIMIT;
    private boolean failing;
    private int looks;
    private long nanos = Long.MAX_VALUE - 5;
    private final DiskGuard guard = new DiskGuard(this::look, LIMIT, () -> nanos);

    private long look() throws IOException {
        looks++;
        if (failing) {
            throw new IOException("not today");
        }
        return free;
    }

    private void later() {
        nanos += DiskGuard.LOOK_INTERVAL.toNanos();
    }

    private void assertRefused(long bytes) {
        assertThatThrownBy(guard::requireRoom)
                .isInstanceOf(ProblemException.class)
                .hasMessage(
                        "the disk of the data directory has "
                                + bytes
                                + " bytes free (limit: 1000, setting: sluice.data.freeBytesMin),"
                                + " please try again later")
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(Problem.Kind.BUSY, "disk_low");
    }

    @Test
    void takesWritesDownToTheLimit() {
        guard.requireRoom();

        free = LIMIT - 1;
        later();

        assertRefused(LIMIT - 1);
    }

    @Test
    void takesWritesAgainOnceThereIsATenthMore() {
        free = 0;
        assertRefused(0);

        free = 1_099;
        later();
        assertRefused(1_099);
        free = 1_100;
        later();
        guard.requireRoom();
        free = LIMIT;
        later();
        guard.requireRoom();
    }

    @Test
    void looksOnceInAWhile() {
        for (int i = 0; i < 1_000; i++) {
            guard.requireRoom();
        }
        assertThat(looks).isEqualTo(1);

        free = 0;
        guard.requireRoom();
        nanos += DiskGuard.LOOK_INTERVAL.toNanos() - 1;
        guard.requireRoom();
        nanos++;
        assertRefused(0);
        assertRefused(0);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void aDiskThatCannotBeAskedChangesNothing() {
        failing = true;
        guard.requireRoom();
        failing = false;
        free = 7;
        later();
        assertRefused(7);

        failing = true;
        later();

        assertRefused(7);
    }

    @Test
    void withoutALimitEverythingIsTaken() {
        free = 0;
        DiskGuard none = new DiskGuard(this::look, 0, () -> nanos);

        none.requireRoom();

        assertThat(looks).isEqualTo(1);
    }

    @Test
    void theIntakeAsksBeforeAWrite(@TempDir Path directory) throws IOException {
        try (FileLog log = FileLog.open(directory, LogLimits.DEFAULT, _ -> {})) {
            Intake intake = new Intake(log, new Buffer(), Ingester.LIMITS, guard);
            intake.awaitRoom();

            free = 0;
            later();

            assertThatThrownBy(intake::awaitRoom)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("sluice.data.freeBytesMin");
        }
    }
}
