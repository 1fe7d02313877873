// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PacedLooksTest {
    private final AtomicInteger looked = new AtomicInteger();
    private Catalog catalog;

    @BeforeEach
    void open(@TempDir Path directory) {
        catalog = SqlCatalog.open(directory.resolve("catalog.db"));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private CatalogSnapshot look() {
        int _ = looked.incrementAndGet();
        return catalog.snapshot();
    }

    @Test
    void aFloodIsAFewLooksAndEverybodyHasOne() throws Exception {
        PacedLooks looks = new PacedLooks(this::look);
        List<Future<CatalogSnapshot>> answers = new ArrayList<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
                answers.add(threads.submit(looks::newest));
            }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + 1;

        for (Future<CatalogSnapshot> answer : answers) {
            assertThat(answer.get()).isSameAs(catalog.snapshot());
        }
        assertThat(looked.get())
                .isPositive()
                .isLessThanOrEqualTo((int) (1 + millis * PacedLooks.PER_SECOND_MAX / 1_000));
    }

    @Test
    void afterAFailureNobodyWaitsForAnotherForAWhile() {
        PacedLooks looks =
                new PacedLooks(() -> {
                    if (looked.incrementAndGet() == 1) {
                        throw Problem.unavailable("catalog_unavailable", "away").asException();
                    }
                    return catalog.snapshot();
                });
        long start = System.nanoTime();
        int failed = 0;
        while (looked.get() < 2) {
            try {
                assertThat(looks.newest()).isSameAs(catalog.snapshot());
            } catch (ProblemException away) {
                failed++;
            }
        }

        assertThat(failed).isGreaterThan(1);
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(PacedLooks.FAILURE_WHILE.toNanos());
    }

    @Test
    void whatFailsIsTold() {
        PacedLooks looks =
                new PacedLooks(() -> {
                    throw Problem.unavailable("catalog_unavailable", "away").asException();
                });

        assertThatThrownBy(looks::newest)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("away");
    }
}
