// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.chart;

/// A field of dots, two across and four down in each character: the braille block of Unicode
/// (U+2800 and on).
final class DotCanvas {
    private static final int ACROSS = 2;
    private static final int DOWN = 4;
    private static final char BLANK = '\u2800';

    /// The bit of each dot, row by row.
    private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final int columns;
    private final int rows;
    private final int[][] dots;
    private final int[][] owners;

    /// @param columns in characters
    /// @param rows in characters
    DotCanvas(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.dots = new int[rows][columns];
        this.owners = new int[rows][columns];
    }

    int width() {
        return columns * ACROSS;
    }

    int height() {
        return rows * DOWN;
    }

    /// Sets a dot; the character takes the colour of the last one that touched it.
    void dot(int x, int y, int owner) {
        dots[y / DOWN][x / ACROSS] |= BITS[y % DOWN][x % ACROSS];
        owners[y / DOWN][x / ACROSS] = owner;
    }

    /// Sets the dots of a straight line, both ends included.
    void line(int fromX, int fromY, int toX, int toY, int owner) {
        int steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
        dot(fromX, fromY, owner);
        for (int step = 1; step <= steps; step++) {
            dot(
                    fromX + (int) Math.round((double) (toX - fromX) * step / steps),
                    fromY + (int) Math.round((double) (toY - fromY) * step / steps),
                    owner);
        }
    }

    /// One line of characters, without trailing blanks.
    String row(int row, Palette palette) {
        int end = columns;
        while (end > 0 && dots[row][end - 1] == 0) {
            end--;
        }
        StringBuilder text = new StringBuilder(columns);
        int painted = -1;
        for (int column = 0; column < end; column++) {
            boolean empty = dots[row][column] == 0;
            int owner = empty ? -1 : owners[row][column];
            if (owner != painted && !empty) {
                text.append(palette.begin(owner));
                painted = owner;
            }
            text.append((char) (empty ? ' ' : BLANK + dots[row][column]));
        }
        return painted < 0 ? text.toString() : text + palette.end();
    }
}
