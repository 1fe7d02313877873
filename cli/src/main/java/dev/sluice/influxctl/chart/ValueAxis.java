// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.chart;

import dev.sluice.influxctl.output.FloatText;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The upright axis: from one round number to another, with a few round ones between.
///
/// @param low the value at the foot
/// @param high the value at the top; above `low`
/// @param step between two labels
record ValueAxis(double low, double high, double step) {
    private static final int STEPS = 4;
    private static final double DRAWN_MAX = 1e300;
    private static final double PLAIN_BELOW = 1e7;
    private static final double PLAIN_FROM = 1e-4;
    private static final MathContext LABEL = new MathContext(10);

    /// The axis on which everything between the two fits.
    static ValueAxis around(double smallest, double largest) {
        double least = Math.clamp(smallest, -DRAWN_MAX, DRAWN_MAX);
        double most = Math.clamp(largest, -DRAWN_MAX, DRAWN_MAX);
        double margin = least == most ? Math.max(Math.abs(least) * 0.1, 0.5) : 0;
        double span = most / STEPS - least / STEPS + 2 * margin / STEPS;
        double step = round(Math.max(span, Double.MIN_NORMAL));
        double low = Math.floor((least - margin) / step) * step;
        double high = Math.ceil((most + margin) / step) * step;
        return high > low ? new ValueAxis(low, high, step) : new ValueAxis(low, low + step, step);
    }

    /// Where a value stands between the foot (0) and the top (1).
    double share(double value) {
        return Math.clamp(value / (high - low) - low / (high - low), 0, 1);
    }

    /// The values that have labels, from the foot to the top.
    List<Double> labelled() {
        List<Double> labelled = new ArrayList<>();
        long count = Math.clamp(Math.round((high - low) / step), 1, 2 * STEPS);
        for (long i = 0; i <= count; i++) {
            labelled.add(low + (high - low) * i / count);
        }
        return labelled;
    }

    /// The label of a value; short also where the value is not.
    static String label(double value) {
        double size = Math.abs(value);
        if (size >= PLAIN_BELOW || (size > 0 && size < PLAIN_FROM)) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        double rounded = new BigDecimal(value).round(LABEL).doubleValue();
        return FloatText.of(rounded == 0 ? 0 : rounded);
    }

    /// The next of 1, 2, 2.5, 5, 10 and their decimal multiples.
    private static double round(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digits = rough / power;
        double nice =
                digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 2.5 ? 2.5 : digits <= 5 ? 5 : 10;
        return nice * power;
    }
}
