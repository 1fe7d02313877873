// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.chart;

/// The colours of lines, which a terminal shows in its own shades; none where it must not.
enum Palette {
    /// For a terminal that has colours.
    COLOURED {
        @Override
        String begin(int owner) {
            return "\u001b[" + CODES[owner % CODES.length] + "m";
        }

        @Override
        String end() {
            return "\u001b[0m";
        }
    },
    /// For everything else.
    PLAIN {
        @Override
        String begin(int owner) {
            return "";
        }

        @Override
        String end() {
            return "";
        }
    };

    private static final int[] CODES = {36, 33, 35, 32, 34, 31, 96, 93};

    /// What comes before characters of that line.
    abstract String begin(int owner);

    /// What comes behind them.
    abstract String end();
}
