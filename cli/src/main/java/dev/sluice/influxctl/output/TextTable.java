// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/// A table of text in ASCII borders (admin.md 3.8). Holds all rows until it is written, since the
/// widest cell decides the column; whoever fills it keeps a limit.
public final class TextTable {
    /// The narrowest that a column of text is made: a date fits.
    private static final int WRAPPED_MIN = 10;

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
            line(text, widths, headings());
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

    /// The table in lines of at most `columns` characters: headings of several words and then long
    /// texts go on in the next line of their cell, and where even that does not help, each row
    /// becomes a block of its own. Numbers are never broken, nor is a word of a heading.
    public String fitted(int columns) {
        int[] widths = widths();
        if (lineLength(widths) <= columns) {
            return text();
        }
        int[] words = headingWords();
        int[] whole = cellWidths();
        shrink(widths, columns, 0, column -> Math.max(whole[column], words[column]));
        shrink(widths, columns, headed ? 1 : 0, column -> leastOfTexts(column, widths, words));
        shrink(widths, columns, 0, column -> leastOfTexts(column, widths, words));
        return lineLength(widths) <= columns ? wrapped(widths) : blocks();
    }

    private static int lineLength(int[] widths) {
        return Arrays.stream(widths).map(width -> width + 3).sum() + 1;
    }

    /// How narrow a column may be made whose texts may be broken.
    private int leastOfTexts(int column, int[] widths, int[] words) {
        return columns.get(column).side() == Side.LEFT
                ? Math.max(WRAPPED_MIN, words[column])
                : widths[column];
    }

    /// Takes from the widest column that may be narrower, until the line fits or none may. The
    /// first column names the row, so whoever breaks texts leaves it for last.
    private static void shrink(int[] widths, int lineMax, int from, IntUnaryOperator least) {
        while (lineLength(widths) > lineMax) {
            int widest = -1;
            for (int i = from; i < widths.length; i++) {
                boolean shrinks = widths[i] > least.applyAsInt(i);
                if (shrinks && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private String wrapped(int[] widths) {
        TextTable table = new TextTable(columns, headed);
        StringBuilder text = new StringBuilder();
        rule(text, widths);
        if (headed) {
            table.lines(text, widths, headings());
            rule(text, widths);
        }
        rows.forEach(row -> table.lines(text, widths, row));
        if (!rows.isEmpty()) {
            rule(text, widths);
        }
        if (!footer.isEmpty()) {
            table.lines(text, widths, footer);
            rule(text, widths);
        }
        return text.toString();
    }

    private void lines(StringBuilder text, int[] widths, List<String> row) {
        List<List<String>> cells = new ArrayList<>();
        int height = 1;
        for (int i = 0; i < row.size(); i++) {
            List<String> parts = CellWrap.parts(row.get(i), widths[i]);
            cells.add(parts);
            height = Math.max(height, parts.size());
        }
        for (int part = 0; part < height; part++) {
            int at = part;
            line(
                    text,
                    widths,
                    cells.stream().map(parts -> at < parts.size() ? parts.get(at) : "").toList());
        }
    }

    /// Each row as lines of heading and value.
    private String blocks() {
        List<String> headings = headings();
        int width = headings.stream().mapToInt(TextTable::width).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            text.append("-[ ROW ").append(row + 1).append(" ]-\n");
            for (int i = 0; i < headings.size(); i++) {
                String heading = headings.get(i);
                text.append(" ".repeat(width - width(heading)))
                        .append(heading)
                        .append(" | ")
                        .append(rows.get(row).get(i))
                        .append('\n');
            }
        }
        if (!footer.isEmpty()) {
            text.append("-[ ").append(String.join(": ", footer)).append(" ]-\n");
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = cellWidths();
        widen(widths, headings());
        return widths;
    }

    /// The longest word of each heading.
    private int[] headingWords() {
        return headings().stream()
                .mapToInt(heading ->
                        Arrays.stream(heading.split(" "))
                                .mapToInt(TextTable::width)
                                .max()
                                .orElse(0))
                .toArray();
    }

    private List<String> headings() {
        return columns.stream().map(Column::heading).map(Visible::text).toList();
    }

    private int[] cellWidths() {
        int[] widths = new int[columns.size()];
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
