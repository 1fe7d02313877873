// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.util.ArrayList;
import java.util.List;

/// A table of text in ASCII borders (admin.md 3.8). Holds all rows until it is written, since the
/// widest cell decides the column; whoever fills it keeps a limit.
public final class TextTable {
    private final List<Column> columns;
    private final boolean headed;
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> footer = List.of();

    /// On which side the cells of a column stand; the heading stands on the same side.
    public enum Side {
        /// For text.
        LEFT,
        /// For numbers.
        RIGHT
    }

    /// One column.
    ///
    /// @param heading printed as it is
    /// @param side where heading and cells stand
    public record Column(String heading, Side side) {
        /// A column of text.
        public static Column text(String heading) {
            return new Column(heading, Side.LEFT);
        }

        /// A column of numbers.
        public static Column number(String heading) {
            return new Column(heading, Side.RIGHT);
        }
    }

    private TextTable(List<Column> columns, boolean headed) {
        this.columns = List.copyOf(columns);
        this.headed = headed;
    }

    /// A table with a line of headings.
    public static TextTable of(List<Column> columns) {
        return new TextTable(columns, true);
    }

    /// The two columns that show one object: labels on the right side, values on the left.
    public static TextTable vertical() {
        return new TextTable(List.of(Column.number(""), Column.text("")), false);
    }

    /// Adds a row, one cell for each column.
    public void add(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(cells.stream().map(Visible::text).toList());
    }

    /// Adds a row, one cell for each column.
    public void add(String... cells) {
        add(List.of(cells));
    }

    /// Puts a closing row under the table.
    public void footer(List<String> cells) {
        footer = List.copyOf(cells);
    }

    /// The whole table; each line ends in a line feed.
    public String text() {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        rule(text, widths);
        if (headed) {
            line(text, widths, columns.stream().map(Column::heading).map(Visible::text).toList());
            rule(text, widths);
        }
        for (List<String> row : rows) {
            line(text, widths, row);
        }
        if (!rows.isEmpty()) {
            rule(text, widths);
        }
        if (!footer.isEmpty()) {
            line(text, widths, footer);
            rule(text, widths);
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        widen(widths, columns.stream().map(Column::heading).map(Visible::text).toList());
        rows.forEach(row -> widen(widths, row));
        widen(widths, footer);
        return widths;
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], width(cells.get(i)));
        }
    }

    private void line(StringBuilder text, int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            String cell = i < cells.size() ? cells.get(i) : "";
            String space = " ".repeat(widths[i] - width(cell));
            text.append("| ");
            switch (columns.get(i).side()) {
                case LEFT -> text.append(cell).append(space);
                case RIGHT -> text.append(space).append(cell);
            }
            text.append(' ');
        }
        text.append("|\n");
    }

    private static void rule(StringBuilder text, int[] widths) {
        for (int width : widths) {
            text.append('+').append("-".repeat(width + 2));
        }
        text.append("+\n");
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
