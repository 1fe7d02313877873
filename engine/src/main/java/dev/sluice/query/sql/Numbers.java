// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.math.BigInteger;

/// Number constants as the engine must read them so that they get the dialect's types (data.md
/// 5.2).
final class Numbers {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger UNSIGNED_MAX =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private Numbers() {}

    /// A whole number: signed, unsigned above the signed range, refused above that.
    static String integer(String text) {
        BigInteger value = new BigInteger(text.replace("_", ""));
        if (value.compareTo(LONG_MIN) >= 0 && value.compareTo(LONG_MAX) <= 0) {
            return value.signum() < 0 ? "(" + value + ")" : value.toString();
        }
        if (value.signum() > 0 && value.compareTo(UNSIGNED_MAX) <= 0) {
            return "CAST(" + value + " AS UBIGINT)";
        }
        throw UnsupportedSql.planning("number_range", "integer out of range: " + text);
    }

    /// The same as a value: of 64 bits, since the engine takes small ones for less.
    static String integer64(String text) {
        String number = integer(text);
        return number.startsWith("CAST") ? number : "CAST(" + number + " AS BIGINT)";
    }

    /// A whole number of 64 bits.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for one that is too large
    static long wholeNumber(String text) {
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException _) {
            throw UnsupportedSql.planning("number_range", "integer out of range: " + text);
        }
    }

    /// A number with a point or an exponent: always a double.
    static String number(String text) {
        String plain = text.replace("_", "");
        boolean exponent = plain.indexOf('e') >= 0 || plain.indexOf('E') >= 0;
        return "CAST(" + plain + (exponent ? "" : "e0") + " AS DOUBLE)";
    }
}
