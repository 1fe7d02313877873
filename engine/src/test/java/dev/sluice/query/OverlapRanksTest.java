// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.FileEntry;
import dev.sluice.objectstore.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Ranks of files by who may have the same points. Takes `-Dseed=`.
final class OverlapRanksTest {
    private static FileEntry file(long min, long max, @Nullable String partition) {
        return new FileEntry(
                1, new ObjectPath("a/b.parquet"), 1, min, max, 1, 1, 1, 0, partition, null);
    }

    private static List<Integer> ranks(FileEntry... files) {
        OverlapRanks ranks = new OverlapRanks(List.of(files));
        List<Integer> all = new ArrayList<>();
        for (FileEntry file : files) {
            all.add(ranks.next(file));
        }
        return all;
    }

    @Test
    void filesThatOverlapHaveRisingOnes() {
        assertThat(ranks(file(1, 5, "p"), file(6, 9, "p"), file(5, 6, "p"), file(10, 11, "p")))
                .containsExactly(0, 0, 1, 0);
        assertThat(ranks(file(1, 5, "p"), file(1, 5, "q"), file(1, 5, "p")))
                .containsExactly(0, 0, 1);
        assertThat(ranks(file(1, 5, "p"), file(1, 5, "q"), file(1, 5, null)))
                .containsExactly(0, 1, 2);
        assertThat(ranks(file(Long.MIN_VALUE, Long.MAX_VALUE, "p"), file(3, Long.MAX_VALUE, "p")))
                .containsExactly(0, 1);
    }

    @Test
    void laterOnesAreHigherWhereverTheyOverlap() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("OverlapRanksTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            List<FileEntry> files = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                long min = random.nextInt(30);
                files.add(file(min, min + random.nextInt(8), "p" + random.nextInt(2)));
            }
            OverlapRanks ranks = new OverlapRanks(files);
            List<Integer> all = files.stream().map(ranks::next).toList();
            for (int i = 0; i < files.size(); i++) {
                int wanted = 0;
                for (int earlier = 0; earlier < i; earlier++) {
                    FileEntry a = files.get(earlier);
                    FileEntry b = files.get(i);
                    if (a.timeNanosMin() <= b.timeNanosMax()
                            && b.timeNanosMin() <= a.timeNanosMax()
                            && b.partition() != null
                            && b.partition().equals(a.partition())) {
                        wanted = Math.max(wanted, all.get(earlier) + 1);
                    }
                }
                assertThat(all.get(i))
                        .as("file %d of trial %d of %d", i, trial, seed)
                        .isEqualTo(wanted);
                assertThat(ranks.count()).isGreaterThan(all.get(i));
            }
        }
    }
}
