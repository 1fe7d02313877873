// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextValuesTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());

    private final TextValues values = new TextValues();

    @Test
    void givesATextThatRepeatsOneNumber() {
        assertThat(List.of(number("a"), number("bb"), number(""), number("a"), number("")))
                .containsExactly(0, 1, 2, 0, 2);

        assertThat(values.isDistinct()).isTrue();
        assertThat(List.of(text(0), text(1), text(2))).containsExactly("a", "bb", "");
        assertThat(values.length()).isEqualTo(3);
    }

    @Test
    void looksForTextsNoMoreWhereTheyHardlyRepeat() {
        for (int i = 0; i < 2000; i++) {
            number("text " + i);
        }
        assertThat(values.isDistinct()).isFalse();

        int again = number("text 7");

        assertThat(again).isEqualTo(2000);
        assertThat(text(again)).isEqualTo("text 7");
    }

    @Test
    void takesTextsBack() {
        number("a");
        number("b");
        values.removeLast();

        assertThat(values.size()).isEqualTo(1);
        assertThat(number("c")).isEqualTo(1);
        assertThat(number("b")).isEqualTo(2);
        assertThat(text(1)).isEqualTo("c");
    }

    /// Texts of few letters, some of which the dictionary must not take for others.
    @Test
    void holdsAnyTextsAsTheyAre() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            ColumnData tag = new ColumnData(new Column("t", ColumnType.TAG));
            List<String> expected = new ArrayList<>();
            int lengthMax = 1 + random.nextInt(12);
            for (int step = random.nextInt(1500); step > 0; step--) {
                int what = random.nextInt(20);
                if (what == 0) {
                    expected.add(null);
                    tag.padTo(expected.size());
                } else if (what == 1 && !expected.isEmpty()) {
                    expected.removeLast();
                    tag.truncate(expected.size());
                } else {
                    String text = text(random, lengthMax);
                    expected.add(text);
                    tag.addText(text);
                }
            }

            List<String> found = new ArrayList<>();
            for (int row = 0; row < tag.rowCount(); row++) {
                found.add(tag.textAt(row));
            }
            assertThat(found).as("seed %d, round %d", SEED, round).isEqualTo(expected);
            List<String> wanted = new ArrayList<>(List.of("none"));
            for (int left = random.nextInt(6); left > 0; left--) {
                wanted.add(text(random, lengthMax));
            }
            assertThat(rowsWith(tag, wanted))
                    .as("rows with one of %s, seed %d, round %d", wanted, SEED, round)
                    .isEqualTo(
                            IntStream.range(0, expected.size())
                                    .filter(row -> wanted.contains(expected.get(row)))
                                    .boxed()
                                    .toList());
            long nulls = expected.stream().filter(text -> text == null).count();
            assertThat(tag.nullCount()).isEqualTo((int) nulls);
            if (tag.values().isDistinct()) {
                assertThat(tag.values().size())
                        .as("seed %d, round %d", SEED, round)
                        .isEqualTo(
                                (int)
                                        expected.stream()
                                                .filter(text -> text != null)
                                                .distinct()
                                                .count());
            }
        }
    }

    @Test
    void refusesPartsThatDoNotFit() {
        byte[] text = {'a', 'b'};
        Column tag = new Column("t", ColumnType.TAG);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextValues.of(text, new int[] {0, 3}, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextValues.of(text, new int[] {0, 2, 1}, true));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextValues.of(text, new int[0], true));
        TextValues one = TextValues.of(text, new int[] {0, 2}, true);
        assertThat(ColumnData.ofTag(tag, 1, new int[] {0}, null, one).textAt(0)).isEqualTo("ab");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ColumnData.ofTag(tag, 1, new int[] {1}, null, one));
        assertThat(ColumnData.ofTag(tag, 1, new int[] {1}, new long[1], one).isNull(0)).isTrue();
    }

    private static List<Integer> rowsWith(ColumnData tag, List<String> wanted) {
        Set<Integer> numbers = new HashSet<>();
        tag.values()
                .eachOf(wanted.stream().map(text -> text.getBytes(UTF_8)).toList(), numbers::add);
        return IntStream.range(0, tag.rowCount())
                .filter(row -> !tag.isNull(row) && numbers.contains(tag.numbers()[row]))
                .boxed()
                .toList();
    }

    private static String text(SplittableRandom random, int lengthMax) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(lengthMax); left > 0; left--) {
            text.append((char) (random.nextInt(3) == 0 ? 0 : 'a' + random.nextInt(3)));
        }
        return text.toString();
    }

    private int number(String text) {
        byte[] padded = ("x" + text + "y").getBytes(UTF_8);
        return values.number(padded, 1, padded.length - 1);
    }

    private String text(int number) {
        int start = values.start(number);
        return new String(values.bytes(), start, values.end(number) - start, UTF_8);
    }

    @Test
    void everyNumberOfATextIsFound() {
        TextValues repeating = new TextValues();
        TextValues different = TextValues.ofDifferent();
        for (String text : List.of("a", "", "a text longer than a word", "a")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            repeating.number(bytes, 0, bytes.length);
            different.number(bytes, 0, bytes.length);
        }
        assertThat(numbers(repeating, "a")).containsExactly(0);
        assertThat(numbers(repeating, "")).containsExactly(1);
        assertThat(numbers(repeating, "a text longer than a word")).containsExactly(2);
        assertThat(numbers(repeating, "b")).isEmpty();
        assertThat(numbers(different, "a")).containsExactly(0, 3);
        assertThat(numbers(different, "b")).isEmpty();
        assertThat(numbers(different, "a")).containsExactly(0, 3);
        assertThat(numbers(TextValues.ofDifferent(), "a")).isEmpty();
    }

    @Test
    void textsThatHardlyRepeatCanHaveOneNumberEach() {
        TextValues sought = TextValues.ofSought();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2_000; i++) {
                byte[] bytes = ("text " + i).getBytes(UTF_8);
                assertThat(sought.number(bytes, 0, bytes.length)).isEqualTo(i);
            }
        }
    }

    private static List<Integer> numbers(TextValues values, String text) {
        List<Integer> numbers = new ArrayList<>();
        values.eachOf(List.of(text.getBytes(StandardCharsets.UTF_8)), numbers::add);
        return numbers;
    }
}
