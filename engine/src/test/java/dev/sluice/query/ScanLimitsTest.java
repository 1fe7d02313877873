// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.FileEntry;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.objectstore.ObjectPath;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScanLimitsTest {

    @ParameterizedTest
    @CsvSource({"0,0,0", "0,5,5", "5,0,5", "5,3,3", "3,5,3"})
    void theStricterOneHolds(int one, int other, int both) {
        assertThat(new ScanLimits(one, 0).and(new ScanLimits(other, 0)))
                .isEqualTo(new ScanLimits(both, 0));
        assertThat(new ScanLimits(0, one).and(new ScanLimits(0, other)))
                .isEqualTo(new ScanLimits(0, both));
    }

    @Test
    void aLimitBelowZeroIsAMistake() {
        assertThatThrownBy(() -> new ScanLimits(-1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScanLimits(0, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsEachFileAndEachPartitionOnce() {
        ScanBudget budget = new ScanBudget(ScanLimits.NONE);

        List.of(
                        file(1, 1, "2026-01-01"),
                        file(1, 1, "2026-01-01"),
                        file(2, 1, "2026-01-01"),
                        file(3, 1, "2026-01-02"),
                        file(4, 2, "2026-01-01"),
                        file(5, 2, null),
                        file(6, 2, null))
                .forEach(budget::take);

        assertThat(budget.size()).isEqualTo(new ScanSize(5, 6, 0));
    }

    @Test
    void stopsAtTheFileThatIsOneTooMany() {
        ScanBudget budget = new ScanBudget(new ScanLimits(0, 2));
        budget.take(file(1, 1, "a"));
        budget.take(file(2, 1, "a"));
        budget.take(file(1, 1, "a"));

        assertRefused(
                () -> budget.take(file(3, 1, "a")),
                "file_limit",
                "the query would read more than 2 parquet files (parquet file limit: 2); ask for"
                        + " a shorter time range");
    }

    @Test
    void stopsAtThePartitionThatIsOneTooMany() {
        ScanBudget budget = new ScanBudget(new ScanLimits(1, 0));
        budget.take(file(1, 1, "a"));
        budget.take(file(2, 1, "a"));

        assertRefused(
                () -> budget.take(file(3, 1, "b")),
                "partition_limit",
                "the query would read more than 1 partition (partition limit: 1); ask for a"
                        + " shorter time range");
    }

    private static void assertRefused(Runnable call, String code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().kind()).isEqualTo(Problem.Kind.TOO_LARGE);
                            assertThat(e.problem().code()).isEqualTo(code);
                            assertThat(e.problem().message()).isEqualTo(message);
                        });
    }

    private static FileEntry file(long id, long table, @Nullable String partition) {
        return new FileEntry(
                id, new ObjectPath("data/" + id), table, 0, 9, 1, 1, id, 0, partition, null);
    }
}
