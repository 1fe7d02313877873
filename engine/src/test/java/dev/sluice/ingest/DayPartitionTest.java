// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DayPartitionTest {

    @Test
    void hashesAsTheReferenceProductDoes() {
        assertThat(DayPartition.hash(2, "arbitrary"))
                .isEqualTo("fb17c3ea5c3987ff9ac38755cc79a6e00c5a2eec96152f5d606557526c278607");
    }

    @ParameterizedTest
    @CsvSource({
        "0,1970-01-01",
        "-1,1969-12-31",
        "86399999999999,1970-01-01",
        "86400000000000,1970-01-02",
        "1704067200000000000,2024-01-01",
        "-9223372036854775808,1677-09-21",
        "9223372036854775807,2262-04-11"
    })
    void isTheUtcDayOfATime(long timeNanos, String key) {
        assertThat(DayPartition.of(timeNanos).key()).isEqualTo(key);
    }
}
