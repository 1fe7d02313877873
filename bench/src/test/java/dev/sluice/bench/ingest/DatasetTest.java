// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

final class DatasetTest {
    @Test
    void countsWhatItHas() {
        Dataset dataset = Dataset.make(3, 25, Values.INT, 10);

        assertThat(dataset.title()).isEqualTo("3 hosts, 25 rows of int values");
        assertThat(dataset.batches()).hasSize(3);
        assertThat(dataset.bytes())
                .isEqualTo(dataset.batches().stream().mapToLong(batch -> batch.length).sum());
    }

    @Test
    void aQuarterWarmsUp() {
        Dataset dataset = Dataset.make(3, 80, Values.INT, 10);

        assertThat(dataset.warmUp()).isEqualTo(dataset.batches().subList(0, 2));
        assertThat(dataset.warmUpRows()).isEqualTo(20);
    }

    @Test
    void theOnlyBatchWarmsUpToo() {
        Dataset dataset = Dataset.make(3, 7, Values.INT, 10);

        assertThat(dataset.warmUp()).hasSize(1);
        assertThat(dataset.warmUpRows()).isEqualTo(7);
    }

    @Test
    void warmingUpHasALimit() {
        Dataset dataset =
                new Dataset("much", 5_000_000, Collections.nCopies(1_000, new byte[0]), 5_000);

        assertThat(dataset.warmUpRows()).isEqualTo(500_000);
    }
}
