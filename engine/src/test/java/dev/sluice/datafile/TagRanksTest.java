// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.ColumnData;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The values of a tag from many batches. Takes `-Dseed=`.
final class TagRanksTest {
    private static final int TRIALS = 300;
    private static final Column TAG = new Column("t", ColumnType.TAG);

    @Test
    void chosenValuesAreGathered() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TagRanksTest -Dseed=" + seed);
        Random random = new Random(seed);
        for (int trial = 0; trial < TRIALS; trial++) {
            SortedSet<String> known = new TreeSet<>();
            TagRanks ranks = TagRanks.of("t", batches(random, known));
            List<String> sorted = new ArrayList<>(known);
            // Few of many values are looked for one by one, most are not.
            int[] chosen = new int[random.nextInt(random.nextBoolean() ? 4 : 200)];
            List<@Nullable String> wanted = new ArrayList<>();
            for (int row = 0; row < chosen.length; row++) {
                chosen[row] = random.nextInt(sorted.size() + 1);
                wanted.add(chosen[row] == 0 ? null : sorted.get(chosen[row] - 1));
                assertThat(ranks.textAt(chosen[row])).isEqualTo(wanted.getLast());
            }

            ColumnData gathered = ranks.gather(TAG, chosen.clone(), chosen.length);

            List<@Nullable String> got = new ArrayList<>();
            for (int row = 0; row < gathered.rowCount(); row++) {
                got.add(
                        gathered.isNull(row)
                                ? null
                                : gathered.values().text(gathered.numbers()[row]));
            }
            assertThat(got).as("trial %d of %d", trial, seed).isEqualTo(wanted);
            assertThat(gathered.values().size())
                    .as("each value stands there once")
                    .isEqualTo(
                            (int)
                                    Arrays.stream(chosen)
                                            .filter(rank -> rank > 0)
                                            .distinct()
                                            .count());
            assertThat(gathered.values().isDistinct()).isTrue();
        }
    }

    /// @param known gets the values
    private static List<@Nullable ColumnData> batches(Random random, SortedSet<String> known) {
        List<@Nullable ColumnData> batches = new ArrayList<>();
        int different = 1 + random.nextInt(100);
        for (int batch = random.nextInt(8); batch >= 0; batch--) {
            batches.add(random.nextInt(4) == 0 ? null : batch(random, different, known));
        }
        return batches;
    }

    private static ColumnData batch(Random random, int different, SortedSet<String> known) {
        ColumnData tag = new ColumnData(TAG);
        for (int row = random.nextInt(60); row > 0; row--) {
            if (random.nextInt(5) == 0) {
                tag.padTo(tag.rowCount() + 1);
            } else {
                String value = "ü".repeat(random.nextInt(3)) + random.nextInt(different);
                byte[] text = value.getBytes(UTF_8);
                tag.addText(text, 0, text.length);
                known.add(value);
            }
        }
        return tag;
    }
}
