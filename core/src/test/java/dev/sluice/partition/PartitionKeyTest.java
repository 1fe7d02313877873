// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The text of a partition's key (data.md 7.4).
final class PartitionKeyTest {
    private static final TemplatePart DAY = new TemplatePart.Time(new TimeFormat("%Y-%m-%d"));

    private static long nanos(String time) {
        return Instant.parse(time).getEpochSecond() * 1_000_000_000L;
    }

    private static String key(String room) {
        PartitionTemplate template =
                new PartitionTemplate(List.of(new TemplatePart.Tag("room"), DAY));
        String key = PartitionKey.render(template, Map.of("room", room)::get, 0);
        assertThat(key).endsWith("|1970-01-01");
        return key.substring(0, key.lastIndexOf('|'));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T00:00:00Z, 2024-01-01",
        "2024-01-01T23:59:59Z, 2024-01-01",
        "1969-12-31T23:59:59Z, 1969-12-31",
        "1700-02-28T12:00:00Z, 1700-02-28"
    })
    void theDefaultIsTheDayInUtc(String time, String key) {
        assertThat(PartitionKey.render(PartitionTemplate.DEFAULT, _ -> null, nanos(time)))
                .isEqualTo(key);
    }

    @Conforms("A-179")
    @Test
    void partsAreJoinedInTheOrderOfTheTemplate() {
        PartitionTemplate template =
                new PartitionTemplate(
                        List.of(
                                new TemplatePart.Tag("room"),
                                new TemplatePart.Bucket("host", 10),
                                new TemplatePart.Bucket("rack", 10),
                                new TemplatePart.Tag("floor"),
                                new TemplatePart.Time(new TimeFormat("%m/%Y"))));
        Map<String, String> tags = Map.of("room", "Living Room", "host", "bananas");

        assertThat(PartitionKey.render(template, tags::get, nanos("2024-03-01T00:00:00Z")))
                .isEqualTo("Living Room|1|!|!|03/2024");
    }

    @Conforms("A-179")
    @ParameterizedTest
    @CsvSource({
        "Kitchen, Kitchen",
        "'', ^",
        "a|b!c^d#e%f, a%7Cb%21c%5Ed%23e%25f",
        "%50, %2550",
        "plátano, pl%C3%A1tano",
        "测, %E6%B5%8B"
    })
    void whatHasAMeaningIsEscaped(String value, String part) {
        assertThat(key(value)).isEqualTo(part);
        assertThat(key("tab\tdel\u007f")).isEqualTo("tab%09del%7F");
    }

    @Conforms("A-179")
    @Test
    void aPartOf200BytesIsWholeAndALongerOneIsCut() {
        assertThat(key("a".repeat(200))).isEqualTo("a".repeat(200));
        assertThat(key("a".repeat(201))).isEqualTo("a".repeat(199) + "#");
    }

    @Conforms("A-179")
    @Test
    void neverCutsAnEscapeOrACodePoint() {
        assertThat(key("a".repeat(198) + "||")).isEqualTo("a".repeat(198) + "#");
        assertThat(key("a".repeat(197) + "测a")).isEqualTo("a".repeat(197) + "#");
        assertThat(key("😀".repeat(17))).isEqualTo("%F0%9F%98%80".repeat(16) + "#");
    }

    @Conforms("A-179")
    @Test
    void neverCutsACharacterAsAPersonSeesIt() {
        // An e and its accent are two code points and one character.
        assertThat(key("a".repeat(193) + "e\u0301" + "b")).isEqualTo("a".repeat(193) + "#");
    }

    @Conforms("A-179")
    @Test
    void isNeverLongerThanItMayBe() {
        List<TemplatePart> tags =
                IntStream.range(0, 7)
                        .<TemplatePart>mapToObj(i -> new TemplatePart.Tag("t" + i))
                        .toList();
        PartitionTemplate template =
                new PartitionTemplate(
                        Stream.concat(
                                        tags.stream(),
                                        Stream.of(
                                                new TemplatePart.Time(
                                                        new TimeFormat("x".repeat(300) + "%Y"))))
                                .toList());

        String key = PartitionKey.render(template, _ -> "a".repeat(999), 0);

        assertThat(key).hasSize(1607);
        assertThat(PartitionKey.LENGTH_MAX).isEqualTo(1607);
    }

    @Test
    void differentValuesOfUpTo66BytesAreDifferentParts() {
        SplittableRandom random = new SplittableRandom(20260301);
        for (int i = 0; i < 5_000; i++) {
            String one = text(random);
            String other = text(random);

            assertThat(key(one).equals(key(other))).isEqualTo(one.equals(other));
        }
    }

    private static String text(SplittableRandom random) {
        int[] alphabet = {'a', '%', '|', '!', '^', '#', 0x7f, 'é', '测'};
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(1, 5);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    @Test
    void tellsWhichKeysMayHoldAValue() {
        PartitionTemplate template =
                new PartitionTemplate(
                        List.of(
                                new TemplatePart.Tag("room"),
                                new TemplatePart.Bucket("host", 50),
                                new TemplatePart.Time(new TimeFormat("%Y"))));

        // Kitchen is in bucket 6 of 50, Living Room in 19 (data.md 7.4).
        assertThat(may("a|6|2024", template, Map.of("room", Set.of("a")))).isTrue();
        assertThat(may("a|6|2024", template, Map.of("room", Set.of("b", "a")))).isTrue();
        assertThat(may("a|6|2024", template, Map.of("room", Set.of("b")))).isFalse();
        assertThat(may("a|6|2024", template, Map.of("room", Set.of()))).isFalse();
        assertThat(may("!|6|2024", template, Map.of("room", Set.of("!")))).isFalse();
        assertThat(may("%21|6|2024", template, Map.of("room", Set.of("!")))).isTrue();
        assertThat(may("a|6|2024", template, Map.of("host", Set.of("Kitchen")))).isTrue();
        assertThat(may("a|6|2024", template, Map.of("host", Set.of("Living Room")))).isFalse();
        assertThat(may("a|!|2024", template, Map.of("host", Set.of("Kitchen")))).isFalse();
        assertThat(may("a|6|2024", template, Map.of("other", Set.of("x")))).isTrue();
        assertThat(may("a|6", template, Map.of("room", Set.of("b"))))
                .as("a key of another form")
                .isTrue();
    }

    private static boolean may(
            String key, PartitionTemplate template, Map<String, Set<String>> values) {
        return PartitionKey.mayHold(key, template, values);
    }
}
