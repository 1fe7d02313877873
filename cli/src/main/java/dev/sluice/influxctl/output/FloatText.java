// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.math.BigDecimal;

/// Floating-point numbers with the fewest digits that still tell them apart: `21`, `35.9`, `1e+21`.
public final class FloatText {
    private static final double PLAIN_FROM = 1e-6;
    private static final double PLAIN_BELOW = 1e21;

    private FloatText() {}

    /// The number as text; `NaN`, `+Inf` and `-Inf` by name.
    public static String of(double number) {
        if (Double.isNaN(number)) {
            return "NaN";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "+Inf" : "-Inf";
        }
        return finite(number, Double.toString(number));
    }

    /// The number as text, with the digits that a 32-bit number has.
    public static String of(float number) {
        return Float.isFinite(number)
                ? finite(number, Float.toString(number))
                : of((double) number);
    }

    private static String finite(double number, String shortest) {
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal digits = new BigDecimal(shortest).stripTrailingZeros();
        double size = Math.abs(number);
        if (size >= PLAIN_FROM && size < PLAIN_BELOW) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().abs().toString();
        int exponent = digits.precision() - digits.scale() - 1;
        String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
        String sign = number < 0 ? "-" : "";
        String exponentSign = exponent < 0 ? "-" : "+";
        String exponentDigits = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return sign + unscaled.charAt(0) + fraction + "e" + exponentSign + exponentDigits;
    }
}
