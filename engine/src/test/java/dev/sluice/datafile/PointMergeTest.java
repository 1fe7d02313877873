// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.background.WorkPool;
import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import dev.sluice.lineprotocol.LineProtocolParser;
import dev.sluice.model.Precision;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import dev.sluice.testkit.Conforms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PointMergeTest {
    private static final int HOURLY_ROWS_MIN = 1_000;
    private static final String DAY_2 = "86400000000001";

    @Test
    void sortsByTagsInOrderOfTheirNamesAndThenByTime() {
        assertThat(merged("m,b=1,a=2 f=1 2\nm,b=2,a=1 f=2 1\nm,b=1,a=2 f=3 1\nm,b=1 f=4 9"))
                .containsExactly("b=1 @9 f", "a=1 b=2 @1 f", "a=2 b=1 @1 f", "a=2 b=1 @2 f");
    }

    @Test
    void keepsAMissingTagApartFromAnyValue() {
        assertThat(merged("m,a=1 f=1 1", "m,a=1,b=1 f=1 1", "m f=1 1"))
                .containsExactly("@1 f", "a=1 @1 f", "a=1 b=1 @1 f");
    }

    @Test
    void keepsTagSetsApartThatWouldReadTheSame() {
        assertThat(merged("m,a=1,b=23 f=1 1\nm,a=12,b=3 f=1 1\nm,a=1b f=1 1")).hasSize(3);
    }

    @Test
    void takesTheNewestValueOfEachField() {
        List<TableRows> days = days("m f=1,g=1 1", "m g=2,h=2 1\nm h=3 1", "m f=4 1");

        assertThat(days).hasSize(1);
        TableRows rows = days.getFirst();
        assertThat(rows.rowCount()).isEqualTo(1);
        assertThat(value(rows, "f")).isEqualTo(4);
        assertThat(value(rows, "g")).isEqualTo(2);
        assertThat(value(rows, "h")).isEqualTo(3);
    }

    @Test
    void ordersTagsByBytes() {
        assertThat(merged("m,t=é f=1 1\nm,t=z f=1 1\nm,t=Z f=1 1"))
                .containsExactly("t=Z @1 f", "t=z @1 f", "t=é @1 f");
    }

    @Test
    @Conforms("D-232")
    void partsTheRowsByDay() {
        List<TableRows> days = days("m,t=a f=1 " + DAY_2 + "\nm,t=a f=2 1\nm,t=b f=3 2");

        assertThat(days).extracting(TableRows::rowCount).containsExactly(2, 1);
        assertThat(days.getLast().timeNanosMin()).isEqualTo(Long.parseLong(DAY_2));
    }

    @Test
    void givesADayTheColumnsThatItsRowsHave() {
        List<TableRows> days = days("m,t=a f=1 1\nm g=2 " + DAY_2);

        assertThat(days.getFirst().find("g")).isNull();
        assertThat(days.getLast().find("t")).isNull();
        assertThat(days.getLast().find("f")).isNull();
    }

    @Test
    void takesTagsOfAnyLength() {
        String longTag = "x".repeat(1000);

        assertThat(merged("m,t=" + longTag + "b f=1 1\nm,t=" + longTag + "a f=1 1"))
                .containsExactly("t=" + longTag + "a @1 f", "t=" + longTag + "b @1 f");
    }

    @Test
    @Conforms("D-233")
    void partsTheRowsByTheTemplateOfTheTable() {
        PartitionTemplate template =
                new PartitionTemplate(
                        List.of(
                                new TemplatePart.Tag("t"),
                                new TemplatePart.Time(new TimeFormat("%Y"))));

        List<PartitionRows> parts =
                parts(
                        batches("m,t=a f=1 " + DAY_2 + "\nm,t=b f=2 1\nm,t=a f=3 1\nm f=4 1"),
                        template,
                        HOURLY_ROWS_MIN);

        assertThat(parts)
                .extracting(PartitionRows::partitionKey)
                .containsExactlyInAnyOrder("!|1970", "a|1970", "b|1970");
        assertThat(parts)
                .extracting(part -> part.rows().rowCount())
                .containsExactlyInAnyOrder(1, 2, 1);
    }

    @Test
    void partsManyRowsByTheHour() {
        StringBuilder payload = new StringBuilder();
        int rows = HOURLY_ROWS_MIN + 2;
        for (int row = 0; row < rows; row++) {
            payload.append("m,t=").append(row % 2).append(" f=1 ");
            payload.append(row * (7_200_000_000_000L / rows)).append('\n');
        }

        List<PartitionRows> parts =
                parts(batches(payload.toString()), PartitionTemplate.DEFAULT, HOURLY_ROWS_MIN);

        assertThat(parts).hasSize(2);
        assertThat(parts).extracting(PartitionRows::partitionKey).containsOnly("1970-01-01");
        assertThat(parts).extracting(part -> part.rows().tagSetCount()).containsExactly(2, 2);
        assertThat(parts.stream().mapToInt(part -> part.rows().rowCount()).sum()).isEqualTo(rows);
    }

    @Test
    void givesEachSeriesOneTagSet() {
        List<TableRows> days = days("m,t=a f=1 1\nm,t=b f=1 1", "m,t=b f=1 2\nm,t=a f=1 2");

        assertThat(days.getFirst().tagSetCount()).isEqualTo(2);
        assertThat(days.getFirst().tagSets()).startsWith(0, 0, 1, 1);
    }

    private static List<TableRows> days(String... payloads) {
        return parts(batches(payloads), PartitionTemplate.DEFAULT, HOURLY_ROWS_MIN).stream()
                .sorted(Comparator.comparing(PartitionRows::partitionKey))
                .map(PartitionRows::rows)
                .toList();
    }

    private static List<PartitionRows> parts(
            List<TableRows> batches, PartitionTemplate template, int hourlyRowsMin) {
        PointMerge merge = new PointMerge(batches, template, hourlyRowsMin, WorkPool.CALLER_ALONE);
        return IntStream.range(0, merge.fileCount()).mapToObj(merge::file).toList();
    }

    private static List<TableRows> batches(String... payloads) {
        List<TableRows> batches = new ArrayList<>();
        for (String payload : payloads) {
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            TableRows rows =
                    LineProtocolParser.parse(bytes, 0, bytes.length, Precision.NANOSECOND, 0)
                            .tables()
                            .getFirst()
                            .rows();
            batches.add(rows);
        }
        return batches;
    }

    private static double value(TableRows rows, String field) {
        ColumnData column = rows.find(field);
        assertThat(column).isNotNull();
        return column == null ? 0 : column.doubleAt(0);
    }

    /// Each row of the only day: its tags, its time, the names of its fields.
    private static List<String> merged(String... payloads) {
        TableRows rows = days(payloads).getFirst();
        List<String> shown = new ArrayList<>();
        for (int row = 0; row < rows.rowCount(); row++) {
            StringBuilder text = new StringBuilder();
            for (ColumnData tag : tagsByName(rows)) {
                int tagSet = rows.tagSetOf(row);
                if (!tag.isNull(tagSet)) {
                    text.append(tag.column().name()).append('=').append(tag.textAt(tagSet));
                    text.append(' ');
                }
            }
            text.append('@').append(rows.time().longAt(row));
            for (ColumnData column : rows.columns()) {
                if (column.column().type().isField() && !column.isNull(row)) {
                    text.append(' ').append(column.column().name());
                }
            }
            shown.add(text.toString());
        }
        return shown;
    }

    private static List<ColumnData> tagsByName(TableRows rows) {
        return rows.tags().stream()
                .sorted(Comparator.comparing(tag -> tag.column().name()))
                .toList();
    }
}
