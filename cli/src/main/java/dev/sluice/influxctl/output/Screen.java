// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.util.function.Supplier;

/// What the three streams lead to, as far as layout and talk depend on it (admin.md 3.8).
///
/// @param asks whether standard input is a terminal, so that there is somebody to ask
/// @param shows whether standard output is a terminal, so that tables have to fit
/// @param tells whether standard error is a terminal, so that progress and pictures may be shown
/// @param colours whether terminals may have colours, which `NO_COLOR` forbids
/// @param size of the terminal; looked up when asked, for a program that prints nothing wide
public record Screen(
        boolean asks, boolean shows, boolean tells, boolean colours, Supplier<Size> size) {

    /// How much room there is, in characters.
    ///
    /// @param columns from left to right
    /// @param rows from top to bottom
    public record Size(int columns, int rows) {
        /// What a terminal has where nobody knows.
        public static final Size DEFAULT = new Size(80, 24);
    }

    /// Files and pipes only.
    public static final Screen NONE = new Screen(false, false, false, false, () -> Size.DEFAULT);

    /// A terminal on all three sides.
    public static Screen of(int columns, int rows, boolean colours) {
        return new Screen(true, true, true, colours, () -> new Size(columns, rows));
    }

    /// The width in characters.
    public int width() {
        return size.get().columns();
    }

    /// Whether standard output may have colours.
    public boolean coloured() {
        return shows && colours;
    }
}
