// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.series;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// The text of floats in answers (data.md 3.4): the shortest digits that mean the value, written as
/// Go writes numbers in JSON. Zero has no sign.
final class Reals {
    private static final double WHOLE_MAX = 1L << 53;
    private static final double PLAIN_MIN = 1e-6;
    private static final double PLAIN_MAX = 1e21;

    /// Between these the JDK writes numbers without an exponent too, and no zeros behind those that
    /// are not whole.
    private static final double JDK_PLAIN_MIN = 1e-3;

    private static final double JDK_PLAIN_MAX = 1e7;

    private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

    private Reals() {}

    /// Whether a value is a whole number small enough to be written as one, exactly.
    static boolean whole(double value) {
        return Math.abs(value) < WHOLE_MAX && value == (long) value;
    }

    /// @param value finite
    static String text(double value) {
        if (whole(value)) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        if (size >= JDK_PLAIN_MIN && size < JDK_PLAIN_MAX) {
            return Double.toString(value);
        }
        BigDecimal digits = shortest(value);
        if (size >= PLAIN_MIN && size < PLAIN_MAX) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().abs().toString();
        int exponent = digits.precision() - digits.scale() - 1;
        return (value < 0 ? "-" : "")
                + unscaled.charAt(0)
                + (unscaled.length() == 1 ? "" : "." + unscaled.substring(1))
                + (exponent < 0 ? "e-" : "e+")
                + Math.abs(exponent);
    }

    /// The JDK gives the fewest digits, but never one alone, which tells next to zero: it has
    /// `4.9E-324` where `5E-324` means the same.
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal one = digits.round(ONE_DIGIT);
            return one.doubleValue() == value ? one : digits;
        }
        return digits;
    }
}
