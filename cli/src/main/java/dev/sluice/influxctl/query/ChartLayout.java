// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.query;

import dev.sluice.influxctl.chart.ChartDrawing;
import dev.sluice.influxctl.chart.Series;
import dev.sluice.influxctl.output.Screen;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/// A drawing over time: the first column of times is the level axis, each column of numbers is a
/// series for each combination of the columns of text. Held until the end, and therefore limited.
public final class ChartLayout implements ResultLayout {
    /// The most points of a drawing.
    static final int POINTS_MAX = 2_000_000;

    /// The most series that are told apart.
    static final int SERIES_MAX = 1_000;

    private final Terminal terminal;
    private final Map<String, Series> series = new LinkedHashMap<>();
    private int pointCount;

    /// @param terminal gets the drawing at the end
    public ChartLayout(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Throws the problem `no_time_column` or `no_number_column` for a result that is no series.
    @Override
    public void columns(Schema schema) {
        schema.getFields().forEach(CellReader::require);
        if (schema.getFields().stream().noneMatch(CellReader::isMoment)) {
            throw notDrawable("no_time_column", "times; select time too");
        }
        if (schema.getFields().stream().noneMatch(CellReader::isNumeric)) {
            throw notDrawable("no_number_column", "numbers; select a field that has some");
        }
    }

    /// Throws the problem `chart_too_large` past [#POINTS_MAX] or [#SERIES_MAX].
    @Override
    public void rows(VectorSchemaRoot batch) {
        FieldVector time = null;
        List<FieldVector> tags = new ArrayList<>();
        List<FieldVector> numbers = new ArrayList<>();
        for (FieldVector vector : batch.getFieldVectors()) {
            if (CellReader.isMoment(vector.getField())) {
                time = time == null ? vector : time;
            } else {
                (CellReader.isNumeric(vector.getField()) ? numbers : tags).add(vector);
            }
        }
        for (int row = 0; time != null && row < batch.getRowCount(); row++) {
            if (CellReader.read(time, row) instanceof Cell.Moment(long nanos)) {
                add(nanos, tagText(tags, row), numbers, row);
            }
        }
    }

    @Override
    public void end() {
        Screen screen = terminal.screen();
        int columns = screen.shows() ? screen.width() : Screen.Size.DEFAULT.columns();
        List<Series> drawn = List.copyOf(series.values());
        terminal.out().print(new ChartDrawing(drawn, columns, screen.coloured()).text());
        terminal.out().flush();
    }

    private void add(long nanos, String tagText, List<FieldVector> numbers, int row) {
        for (FieldVector vector : numbers) {
            Double value = value(CellReader.read(vector, row));
            if (value == null) {
                continue;
            }
            String field = vector.getField().getName();
            String name = tagText.isEmpty() ? field : field + " (" + tagText + ")";
            Series one = series.computeIfAbsent(name, Series::new);
            if (++pointCount > POINTS_MAX || series.size() > SERIES_MAX) {
                throw Problem.tooLarge(
                                "chart_too_large",
                                "a chart draws at most "
                                        + POINTS_MAX
                                        + " points of "
                                        + SERIES_MAX
                                        + " series; aggregate in the query, or select fewer columns")
                        .asException();
            }
            one.add(nanos, value);
        }
    }

    /// Null for no value: the line goes on to the next one, as other series have other times.
    private static @Nullable Double value(Cell cell) {
        return switch (cell) {
            case Cell.Digits(String text) -> Double.valueOf(text);
            case Cell.NotANumber _ -> Double.NaN;
            case Cell.Absent _, Cell.Flag _, Cell.Moment _, Cell.Words _ -> null;
        };
    }

    private static String tagText(List<FieldVector> tags, int row) {
        List<String> words = new ArrayList<>();
        for (FieldVector tag : tags) {
            switch (CellReader.read(tag, row)) {
                case Cell.Words(String text) -> words.add(text);
                case Cell.Flag(boolean value) -> words.add(tag.getField().getName() + "=" + value);
                case Cell.Absent _, Cell.Digits _, Cell.NotANumber _, Cell.Moment _ -> {}
            }
        }
        return String.join(", ", words);
    }

    private static RuntimeException notDrawable(String code, String what) {
        return Problem.invalid(code, "a chart needs a column of " + what).asException();
    }
}
