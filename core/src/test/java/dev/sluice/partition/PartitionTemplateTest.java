// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a template may say (admin.md 5.3).
final class PartitionTemplateTest {
    private static final TemplatePart DAY = time("%Y-%m-%d");

    private static TemplatePart time(String pattern) {
        return new TemplatePart.Time(new TimeFormat(pattern));
    }

    private static TemplatePart tag(String name) {
        return new TemplatePart.Tag(name);
    }

    private static TemplatePart bucket(String name) {
        return new TemplatePart.Bucket(name, 10);
    }

    private static void assertRefused(ThrowingCallable making, String message) {
        assertThatThrownBy(making)
                .isInstanceOf(ProblemException.class)
                .extracting(thrown -> ((ProblemException) thrown).problem())
                .extracting("code", "message")
                .containsExactly("invalid_partition_template", message);
    }

    private static void assertRefused(String message, TemplatePart... parts) {
        assertRefused(() -> new PartitionTemplate(List.of(parts)), message);
    }

    @Test
    void aDayIsTheDefault() {
        assertThat(PartitionTemplate.DEFAULT.parts()).containsExactly(DAY);
    }

    @Test
    void takesSevenTagsAndATime() {
        List<TemplatePart> parts = new ArrayList<>();
        IntStream.range(0, 7).forEach(i -> parts.add(i % 2 == 0 ? tag("t" + i) : bucket("t" + i)));
        parts.add(DAY);

        assertThat(new PartitionTemplate(parts).parts()).isEqualTo(parts);
    }

    @Test
    void takesSeveralTimesThatDiffer() {
        assertThatCode(() -> new PartitionTemplate(List.of(time("%Y"), time("%Y-%m"))))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesNineParts() {
        TemplatePart[] parts = new TemplatePart[9];
        IntStream.range(0, 8).forEach(i -> parts[i] = tag("t" + i));
        parts[8] = DAY;

        assertRefused(
                "Custom partition template specified 9 parts. Partition templates may have a"
                        + " maximum of 8 parts.",
                parts);
    }

    @Test
    void refusesNoParts() {
        assertRefused("Custom partition template must have at least one part");
    }

    @Test
    void refusesATemplateWithoutTime() {
        assertRefused("partition template must include a time format part", tag("room"));
    }

    @Test
    void refusesTheSameTagTwice() {
        String message = "tag name value cannot be repeated in partition template: room";

        assertRefused(message, tag("room"), tag("room"), DAY);
        assertRefused(message, tag("room"), DAY, bucket("room"));
    }

    @Test
    void refusesTheSameTimeTwice() {
        assertRefused("time format cannot be repeated in partition template: %Y-%m-%d", DAY, DAY);
    }

    @Test
    void refusesTheTagTime() {
        String message = "time cannot be used as a tag name in partition template";

        assertRefused(() -> tag("time"), message);
        assertRefused(() -> bucket("time"), message);
        assertRefused(() -> tag(""), "tag name must not be empty in partition template");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000})
    void takesCountsOfBucketsInTheRange(int count) {
        assertThat(new TemplatePart.Bucket("host", count).bucketCount()).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100_001})
    void refusesCountsOfBucketsOutsideTheRange(int count) {
        assertRefused(
                () -> new TemplatePart.Bucket("host", count),
                "number of buckets in tag bucket must be in range [1, 100000], not " + count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%Y", "%Y-%m", "%Y-%m-%d", "%m/%Y", "day %d of %m in %Y"})
    void takesTimeFormats(String pattern) {
        assertThat(new TimeFormat(pattern).pattern()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "%d %b %Y; unsupported specifier found in time format \"%d %b %Y\": %b (supported:"
                        + " %Y, %m, %d)",
                "%Y-%; unsupported specifier found in time format \"%Y-%\": %  (supported: %Y, %m,"
                        + " %d)",
                "%Y%%; unsupported specifier found in time format \"%Y%%\": %% (supported: %Y, %m,"
                        + " %d)",
                "%Y-%Y; time format \"%Y-%Y\" has %Y more than once",
                "%Y|%m; time format \"%Y|%m\" must not contain |",
                "%m; missing required specifier(s) in time format \"%m\": %Y",
                "%d; missing required specifier(s) in time format \"%d\": %Y, %m",
                "%Y-%d; missing required specifier(s) in time format \"%Y-%d\": %m",
                "daily; missing required specifier(s) in time format \"daily\": %Y",
                "''; missing required specifier(s) in time format \"\": %Y"
            })
    void refusesTimeFormats(String pattern, String message) {
        assertRefused(() -> new TimeFormat(pattern), message);
    }
}
