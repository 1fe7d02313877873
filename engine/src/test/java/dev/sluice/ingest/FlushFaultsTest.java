// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lets each call that moves rows into files fail once, at its n-th, for every n: before it did
/// anything and after. At each moment, and after a restart, every acknowledged point is visible
/// once with its last values; what is refused is refused honestly.
final class FlushFaultsTest {
    private static final String DAY_2 = "86400000000001";

    private final Points expected = new Points();

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void showsWhatWasAcknowledgedWhicheverCallFails(
            boolean afterEffect, boolean outOfMemory, @TempDir Path directory) throws IOException {
        Set<String> failed = new TreeSet<>();
        int succeeding = 0;
        while (true) {
            expected.all().clear();
            FaultPlan faults = new FaultPlan(succeeding, afterEffect, outOfMemory);
            Path place = Files.createDirectory(directory.resolve("run-" + succeeding));
            try (Ingester ingester = new Ingester(place, faults).withDatabase()) {
                live(ingester);
                ingester.restart();
                flush(ingester);
                faults.end();
                ingester.restart();
                requireVisible(ingester, "restart");
                ingester.flush();
                assertThat(ingester.buffer().sizeBytes()).isZero();
                requireVisible(ingester, "last flush");
            }
            if (faults.failed().isEmpty()) {
                break;
            }
            failed.addAll(faults.failed());
            succeeding++;
        }
        assertThat(failed).containsExactly("commit", "put", "rotate", "trim");
    }

    private void live(Ingester ingester) {
        write(ingester, "m 1", "f", "1.0");
        write(ingester, "m " + DAY_2, "f", "2.0");
        flush(ingester);
        write(ingester, "m 1", "g", "3.0");
        write(ingester, "n 3", "f", "4.0");
        flush(ingester);
        write(ingester, "m 1", "f", "5.0");
        flush(ingester);
        write(ingester, "m 1", "f", "6.0");
    }

    private void write(Ingester ingester, String point, String field, String value) {
        String[] parts = point.split(" ", -1);
        ingester.write(parts[0] + " " + field + "=" + value + " " + parts[1]);
        expected.set(point, field, value);
        requireVisible(ingester, "write");
    }

    private void flush(Ingester ingester) {
        try {
            ingester.flush();
        } catch (IOException e) {
            assertThat(e.getMessage())
                    .containsAnyOf("No space left on device", "there is no memory to make files");
        } catch (ProblemException e) {
            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.OUTCOME_UNKNOWN);
        } catch (OutOfMemoryError e) {
            assertThat(e).hasMessageEndingWith("has no memory");
        }
        requireVisible(ingester, "flush");
    }

    private void requireVisible(Ingester ingester, String moment) {
        try {
            assertThat(ingester.visible().all()).as(moment).isEqualTo(expected.all());
        } catch (IOException e) {
            throw new AssertionError(moment, e);
        }
    }
}
