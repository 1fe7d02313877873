// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChartDrawingTest {
    private static final long START = 1_641_024_000_000_000_000L;
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void drawsOneSeries() {
        Golden.check(
                "chart-sine.txt", new ChartDrawing(List.of(sine("temp", 1)), 80, false).text());
    }

    @Test
    void drawsSeveralInColours() {
        Golden.check(
                "chart-two-colours.txt",
                new ChartDrawing(List.of(sine("temp", 1), sine("co", 2)), 80, true).text());
    }

    @Test
    void withoutColoursEachHasAPictureOfItsOwn() {
        String text = new ChartDrawing(List.of(sine("temp", 1), sine("co", 2)), 80, false).text();

        assertThat(text).doesNotContain("\u001b");
        Golden.check("chart-two-plain.txt", text);
    }

    @Test
    void noLineIsWiderThanAsked() {
        for (int columns = 40; columns <= 200; columns += 7) {
            assertThat(
                            new ChartDrawing(List.of(sine("t", 1)), columns, false)
                                    .text()
                                    .lines()
                                    .mapToInt(String::length)
                                    .max()
                                    .orElseThrow())
                    .isLessThanOrEqualTo(columns);
        }
    }

    @Test
    void drawsTheEarliestFirstWhateverTheOrder() {
        Series forward = new Series("t");
        Series backward = new Series("t");
        for (int i = 0; i < 20; i++) {
            forward.add(START + i * MINUTE, i * i);
            backward.add(START + (19 - i) * MINUTE, (19 - i) * (19 - i));
        }

        assertThat(new ChartDrawing(List.of(backward), 60, false).text())
                .isEqualTo(new ChartDrawing(List.of(forward), 60, false).text());
    }

    @Test
    void aSinglePointAndAFlatLineAreDrawnToo() {
        Series point = new Series("point");
        point.add(START, 7);
        Series flat = new Series("flat");
        flat.add(START, 0);
        flat.add(START + MINUTE, 0);

        assertThat(new ChartDrawing(List.of(point), 60, false).text())
                .contains("2022-01-01 08:00:00");
        assertThat(new ChartDrawing(List.of(flat), 60, false).text()).contains("\u2500");
    }

    @Test
    void whatIsNoNumberIsAGap() {
        Series gap = new Series("gap");
        gap.add(START, 1);
        gap.add(START + MINUTE, Double.NaN);
        gap.add(START + 2 * MINUTE, 1);

        assertThat(new ChartDrawing(List.of(gap), 60, false).text().codePoints())
                .filteredOn(c -> c > 0x2800 && c < 0x28ff)
                .hasSize(2);
    }

    @Test
    void survivesTheLargestNumbers() {
        Series huge = new Series("huge");
        huge.add(Long.MIN_VALUE, -Double.MAX_VALUE);
        huge.add(0, Double.MIN_VALUE);
        huge.add(Long.MAX_VALUE, Double.MAX_VALUE);

        assertThat(new ChartDrawing(List.of(huge), 80, false).text()).contains("huge");
    }

    @Test
    void countsTheSeriesThatItLeavesOut() {
        List<Series> many = new ArrayList<>();
        for (int i = 0; i < ChartDrawing.SERIES_MAX + 3; i++) {
            many.add(sine("s" + i, i + 1));
        }

        assertThat(new ChartDrawing(many, 80, true).text())
                .contains("s7\n")
                .doesNotContain("s8\n")
                .endsWith("and 3 more series, not drawn\n");
    }

    @Test
    void saysThatThereIsNothingToDraw() {
        assertThat(new ChartDrawing(List.of(new Series("none")), 80, false).text())
                .isEqualTo("nothing to draw: no row has a time and a number\n");
    }

    @Test
    void aNameCannotSteerTheTerminal() {
        assertThat(new ChartDrawing(List.of(sine("x\u001b[2J", 1)), 80, false).text())
                .contains("x\\u001b[2J");
    }

    private static Series sine(String name, int factor) {
        Series series = new Series(name);
        for (int i = 0; i <= 120; i++) {
            series.add(START + i * MINUTE, 20 + factor * Math.sin(i / 10.0));
        }
        return series;
    }
}
