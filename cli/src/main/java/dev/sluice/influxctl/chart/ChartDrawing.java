// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.chart;

import dev.sluice.influxctl.output.Visible;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Draws time series in a terminal: dots of the braille block, one colour a series and a legend.
/// Without colours nobody could tell lines apart, so each has a picture of its own, above a common
/// axis of time.
public final class ChartDrawing {
    /// The most series in one drawing; a legend that is longer helps nobody.
    public static final int SERIES_MAX = 8;

    private static final int ROWS = 16;
    private static final int ROWS_OF_MANY = 6;
    private static final int PLOT_COLUMNS_MIN = 10;

    private final List<Series> series;
    private final int columns;
    private final boolean coloured;

    /// @param series those with nothing to draw are left out
    /// @param columns the width of the whole drawing
    /// @param coloured whether the terminal has colours
    public ChartDrawing(List<Series> series, int columns, boolean coloured) {
        this.series = series.stream().filter(Series::isDrawable).map(Series::ordered).toList();
        this.columns = columns;
        this.coloured = coloured;
    }

    /// The whole drawing; each line ends in a line feed.
    public String text() {
        if (series.isEmpty()) {
            return "nothing to draw: no row has a time and a number\n";
        }
        List<Series> drawn = series.subList(0, Math.min(series.size(), SERIES_MAX));
        TimeAxis times = times(drawn);
        StringBuilder text = new StringBuilder();
        if (coloured || drawn.size() == 1) {
            Palette palette = coloured ? Palette.COLOURED : Palette.PLAIN;
            plot(text, drawn, times, ROWS, palette, labelWidth(drawn));
            for (int i = 0; i < drawn.size(); i++) {
                text.append(palette.begin(i)).append("\u28ff\u28ff").append(palette.end());
                text.append(' ').append(Visible.text(drawn.get(i).name())).append('\n');
            }
        } else {
            int width = labelWidth(drawn);
            for (Series one : drawn) {
                text.append(Visible.text(one.name())).append('\n');
                plot(text, List.of(one), times, ROWS_OF_MANY, Palette.PLAIN, width);
            }
        }
        if (series.size() > drawn.size()) {
            int more = series.size() - drawn.size();
            text.append("and ").append(more).append(" more series, not drawn\n");
        }
        return text.toString();
    }

    private static TimeAxis times(List<Series> drawn) {
        long first = drawn.stream().mapToLong(one -> one.timeNanos(0)).min().orElse(0);
        long last = drawn.stream().mapToLong(one -> one.timeNanos(one.size() - 1)).max().orElse(0);
        return new TimeAxis(first, last);
    }

    private int labelWidth(List<Series> drawn) {
        boolean together = coloured || drawn.size() == 1;
        List<ValueAxis> axes =
                together
                        ? List.of(axis(drawn))
                        : drawn.stream().map(one -> axis(List.of(one))).toList();
        return axes.stream()
                .flatMap(axis -> axis.labelled().stream())
                .mapToInt(value -> ValueAxis.label(value).length())
                .max()
                .orElse(0);
    }

    private static ValueAxis axis(List<Series> drawn) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (Series one : drawn) {
            for (int i = 0; i < one.size(); i++) {
                if (Double.isFinite(one.value(i))) {
                    least = Math.min(least, one.value(i));
                    most = Math.max(most, one.value(i));
                }
            }
        }
        return ValueAxis.around(least, most);
    }

    private void plot(
            StringBuilder text,
            List<Series> drawn,
            TimeAxis times,
            int rows,
            Palette palette,
            int labelWidth) {
        int plotColumns = Math.max(PLOT_COLUMNS_MIN, columns - labelWidth - 2);
        ValueAxis values = axis(drawn);
        DotCanvas canvas = new DotCanvas(plotColumns, rows);
        for (int owner = 0; owner < drawn.size(); owner++) {
            line(canvas, drawn.get(owner), times, values, owner);
        }
        Map<Integer, String> labels = new HashMap<>();
        for (double value : values.labelled()) {
            labels.put(
                    (int) Math.round((1 - values.share(value)) * (rows - 1)),
                    ValueAxis.label(value));
        }
        for (int row = 0; row < rows; row++) {
            String label = labels.getOrDefault(row, "");
            text.append(" ".repeat(labelWidth - label.length()))
                    .append(label)
                    .append(label.isEmpty() ? " \u2502" : " \u2524")
                    .append(canvas.row(row, palette))
                    .append('\n');
        }
        text.append(" ".repeat(labelWidth)).append(" \u2514").append("\u2500".repeat(plotColumns));
        text.append('\n').append(" ".repeat(labelWidth + 2)).append(times.labels(plotColumns));
        text.append('\n');
    }

    private static void line(
            DotCanvas canvas, Series one, TimeAxis times, ValueAxis values, int owner) {
        int fromX = -1;
        int fromY = -1;
        for (int i = 0; i < one.size(); i++) {
            if (!Double.isFinite(one.value(i))) {
                fromX = -1;
                continue;
            }
            int x = (int) Math.round(times.share(one.timeNanos(i)) * (canvas.width() - 1));
            int y = (int) Math.round((1 - values.share(one.value(i))) * (canvas.height() - 1));
            if (fromX < 0) {
                canvas.dot(x, y, owner);
            } else {
                canvas.line(fromX, fromY, x, y, owner);
            }
            fromX = x;
            fromY = y;
        }
    }
}
