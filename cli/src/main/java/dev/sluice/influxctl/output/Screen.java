// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.util.function.IntSupplier;

/// What the three streams lead to, as far as layout and talk depend on it (admin.md 3.8).
///
/// @param asks whether standard input is a terminal, so that there is somebody to ask
/// @param shows whether standard output is a terminal, so that tables have to fit
/// @param tells whether standard error is a terminal, so that progress and pictures may be shown
/// @param coloured whether standard output may have colours; never where it is no terminal
/// @param columns the terminal's width in characters; looked up when asked, for a program that
///   prints nothing wide
public record Screen(
        boolean asks, boolean shows, boolean tells, boolean coloured, IntSupplier columns) {
    /// The width of a picture where nobody knows any.
    public static final int COLUMNS_DEFAULT = 80;

    /// Files and pipes only.
    public static final Screen NONE = new Screen(false, false, false, false, () -> COLUMNS_DEFAULT);

    /// A terminal on all three sides.
    public static Screen of(int columns, boolean coloured) {
        return new Screen(true, true, true, coloured, () -> columns);
    }

    /// The terminal's width in characters.
    public int width() {
        return columns.getAsInt();
    }
}
