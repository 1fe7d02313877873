// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.influxql.Unit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// CSV as version 1 answers (data.md 3.6). A statement without rows, or one that failed, leaves
/// nothing.
final class CsvAnswer implements AnswerWriter, CellSink {
    private static final int HELD_CHARACTERS_MAX = 8 * 1024;

    private final Unit unit;
    private final AnswerSink sink;
    private final StringBuilder text = new StringBuilder();
    private boolean written;

    CsvAnswer(AnswerStyle style, AnswerSink sink) {
        this.unit = style.epoch() == null ? Unit.NANOSECOND : style.epoch();
        this.sink = sink;
    }

    @Override
    public void rows(int statement, SeriesRows rows) {
        boolean more = rows.next();
        if (more) {
            writeHeader(rows);
        }
        while (more) {
            String series = series(rows);
            do {
                writeRow(series, rows);
                more = rows.next();
            } while (more && !rows.startsSeries());
        }
    }

    private void writeHeader(SeriesRows rows) {
        if (written) {
            text.append('\n');
        }
        written = true;
        text.append("name,tags");
        rows.columns()
                .forEach(column -> {
                    text.append(',');
                    text(column);
                });
        text.append('\n');
    }

    /// The first two values of each of its rows. Tags that the series lacks are left out, as
    /// clients of 1.x are used to.
    private static String series(SeriesRows rows) {
        return quoted(rows.name())
                + ","
                + quoted(
                        IntStream.range(0, rows.tagKeys().size())
                                .filter(key -> !rows.tag(key).isEmpty())
                                .mapToObj(key -> rows.tagKeys().get(key) + "=" + rows.tag(key))
                                .collect(Collectors.joining(",")));
    }

    private void writeRow(String series, SeriesRows rows) {
        text.append(series);
        for (int column = 0; column < rows.columns().size(); column++) {
            text.append(',');
            rows.cell(column, this);
        }
        text.append('\n');
        if (text.length() > HELD_CHARACTERS_MAX) {
            flush();
        }
    }

    private void flush() {
        byte[] bytes = text.toString().getBytes(UTF_8);
        text.setLength(0);
        sink.write(bytes, 0, bytes.length);
    }

    @Override
    public void error(int statement, String message) {}

    @Override
    public void end() {
        flush();
    }

    /// Line ends are quoted too, or else a value would be two rows.
    private static String quoted(String value) {
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case ',', '"', '\n', '\r' -> {
                    return "\"" + value.replace("\"", "\"\"") + "\"";
                }
                default -> {}
            }
        }
        return value;
    }

    @Override
    public void nothing() {}

    @Override
    public void time(long nanos) {
        text.append(unit.count(nanos));
    }

    @Override
    public void integer(long value) {
        text.append(value);
    }

    @Override
    public void unsigned(long value) {
        text.append(Long.toUnsignedString(value));
    }

    @Override
    public void real(double value) {
        if (Double.isNaN(value)) {
            text.append("NaN");
        } else if (Double.isInfinite(value)) {
            text.append(value > 0 ? "inf" : "-inf");
        } else {
            text.append(Reals.text(value));
        }
    }

    @Override
    public void truth(boolean value) {
        text.append(value);
    }

    @Override
    public void text(String value) {
        text.append(quoted(value));
    }
}
