// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The published buckets (admin.md 5.3, data.md 7.4).
final class TagBucketTest {
    @Conforms({"A-178", "D-234"})
    @ParameterizedTest
    @CsvSource({
        "abcdefg, 5, 4",
        "abc, 128, 122",
        "abcde, 64, 54",
        "测试, 12, 8",
        "bananas, 10, 1",
        "plátanos, 100, 98",
        "bread, 42, 9",
        "ananas, 10, 5",
        "!, 10, 8",
        "%50, 10, 9",
        "'', 10, 0",
        "Kitchen, 50, 6",
        "Living Room, 50, 19"
    })
    void isThePublishedOne(String value, int count, int bucket) {
        assertThat(TagBucket.of(value, count)).isEqualTo(bucket);
    }

    @Test
    void isAlwaysOneOfThem() {
        SplittableRandom random = new SplittableRandom(20260301);
        for (int i = 0; i < 10_000; i++) {
            int count = random.nextInt(1, TemplatePart.Bucket.COUNT_MAX + 1);

            assertThat(TagBucket.of("value-" + random.nextLong(), count)).isBetween(0, count - 1);
        }
    }
}
