// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.background.WorkPool;
import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Orders, compared with those that comparing gives.
final class SeriesOrderTest {
    private static final long SEED = Long.getLong("seed", new SplittableRandom().nextLong());
    private static final WorkPool POOL = new WorkPool("test", 1);

    private final SplittableRandom random = new SplittableRandom(SEED);

    @AfterAll
    static void close() {
        POOL.close();
    }

    /// What a row is found by, and what must come out in the same order.
    private record Row(List<@Nullable String> tags, long time, int batch, int row) {}

    @Test
    void ordersRowsAsComparingThemDoes() {
        for (int round = 0; round < 150; round++) {
            int tagCount = random.nextInt(random.nextInt(8) == 0 ? 40 : 5);
            int valuesMax = 1 + random.nextInt(random.nextInt(3) == 0 ? 3000 : 8);
            List<Row> expected = new ArrayList<>();
            List<TableRows> batches = new ArrayList<>();
            for (int batch = 1 + random.nextInt(4); batch > 0; batch--) {
                batches.add(batch(batches.size(), tagCount, valuesMax, expected));
            }
            expected.sort(
                    Comparator.comparing(Row::tags, SeriesOrderTest::compareTags)
                            .thenComparingLong(Row::time)
                            .thenComparingInt(Row::batch)
                            .thenComparingInt(Row::row));

            SeriesOrder order = new SeriesOrder(batches, POOL);

            assertThat(order.rowCount()).isEqualTo(expected.size());
            for (int place = 0; place < expected.size(); place++) {
                Row row = expected.get(place);
                assertThat(row(order, tagCount, place))
                        .as("seed %d, round %d, place %d", SEED, round, place)
                        .isEqualTo(row);
                if (place > 0) {
                    assertThat(order.seriesAt(place) != order.seriesAt(place - 1))
                            .isEqualTo(!row.tags().equals(expected.get(place - 1).tags()));
                }
            }
        }
    }

    @Test
    void sortsWordsByTheirUnsignedValue() {
        RadixSort radix = new RadixSort();
        for (int round = 0; round < 100; round++) {
            int count = random.nextInt(500);
            int shift = random.nextInt(64);
            long[] words =
                    random.longs(count).map(word -> (word >>> shift) << (shift / 2)).toArray();
            Integer[] expected = new Integer[count];
            Arrays.setAll(expected, i -> i);
            int from = count / 7;
            int to = count - count / 11;
            long[] given = words.clone();
            Arrays.sort(expected, from, to, (a, b) -> Long.compareUnsigned(given[a], given[b]));
            int[] numbers = new int[count];
            Arrays.setAll(numbers, i -> i);

            radix.sort(words, numbers, from, to);

            assertThat(numbers)
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(Arrays.stream(expected).mapToInt(i -> i).toArray());
            for (int i = 0; i < count; i++) {
                assertThat(words[i]).isEqualTo(given[numbers[i]]);
            }
        }
    }

    @Test
    void sortsTextsThatAgreeInManyBytes() {
        List<byte[]> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            byte[] text = new byte[random.nextInt(300)];
            Arrays.fill(text, (byte) (random.nextInt(9) == 0 ? 0xff : 0));
            texts.add(text);
        }
        TextSort sorted = new TextSort(new Whole(texts), texts.size());

        byte[] before = texts.get(sorted.order()[0]);
        for (int place = 1; place < texts.size(); place++) {
            byte[] text = texts.get(sorted.order()[place]);
            int result = Arrays.compareUnsigned(before, text);
            assertThat(result).as("seed %d", SEED).isNotPositive();
            assertThat(sorted.isFirst(place)).as("seed %d", SEED).isEqualTo(result < 0);
            before = text;
        }
    }

    private record Whole(List<byte[]> all) implements TextSort.Texts {
        @Override
        public byte[] bytes(int number) {
            return all.get(number);
        }

        @Override
        public int start(int number) {
            return 0;
        }

        @Override
        public int end(int number) {
            return all.get(number).length;
        }
    }

    private TableRows batch(int number, int tagCount, int valuesMax, List<Row> expected) {
        TableRows rows = new TableRows("m");
        rows.columnFor("f", ColumnType.INTEGER);
        for (int row = random.nextInt(300); row > 0; row--) {
            List<@Nullable String> tags = new ArrayList<>();
            for (int tag = 0; tag < tagCount; tag++) {
                String value = random.nextInt(4) == 0 ? null : value(valuesMax);
                tags.add(value);
                if (value != null) {
                    rows.columnFor(name(tag), ColumnType.TAG).addText(value);
                }
            }
            rows.columnFor("f", ColumnType.INTEGER).addLong(row);
            long time = random.nextInt(6);
            expected.add(new Row(tags, time, number, rows.rowCount()));
            rows.endRow(time);
        }
        return rows;
    }

    private String value(int valuesMax) {
        int number = random.nextInt(valuesMax);
        return (number % 3 == 0 ? "a rather long beginning/" : "")
                + (number % 5 == 0 ? "\u00e9\0" : "")
                + Integer.toString(number, 2)
                + (number % 7 == 0 ? "\0" : "");
    }

    private static String name(int tag) {
        return "t" + (char) ('A' + tag);
    }

    private static int compareTags(List<@Nullable String> a, List<@Nullable String> b) {
        for (int tag = 0; tag < a.size(); tag++) {
            String left = a.get(tag);
            String right = b.get(tag);
            int result =
                    left == null || right == null
                            ? Boolean.compare(left != null, right != null)
                            : Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    /// The row at a place, its tags taken from what the order says of its series.
    private static Row row(SeriesOrder order, int tagCount, int place) {
        List<@Nullable String> tags = new ArrayList<>();
        int series = order.seriesAt(place);
        int present = 0;
        for (int tag = 0; tag < tagCount; tag++) {
            String value = order.tagOf(series, name(tag));
            tags.add(value);
            if (present < order.tagCount()) {
                ColumnData column = order.tag(present, new int[] {series}, 1);
                if (column.column().name().equals(name(tag))) {
                    assertThat(column.textAt(0)).isEqualTo(value);
                    present++;
                }
            }
        }
        return new Row(tags, order.timeAt(place), order.batchAt(place), order.rowAt(place));
    }
}
