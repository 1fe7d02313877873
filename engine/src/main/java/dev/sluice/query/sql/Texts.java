// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.math.BigDecimal;
import java.util.Arrays;

/// Texts as the dialect has them where the engine has them otherwise.
public final class Texts {
    /// The exponent that is written out; smaller ones are not.
    private static final int EXPONENT_WRITTEN_OUT = -5;

    private Texts() {}

    /// The text of a float: `1e20`, `0.00001`, `NaN`.
    ///
    /// @param text the engine's: `1e+20`, `1e-05`, `-nan`
    public static String ofFloat(String text) {
        if (text.endsWith("nan")) {
            return "NaN";
        }
        int place = text.indexOf('e');
        if (place < 0) {
            return text;
        }
        int exponent = Integer.parseInt(text.substring(place + 1));
        return exponent == EXPONENT_WRITTEN_OUT
                ? new BigDecimal(text).toPlainString()
                : text.substring(0, place) + "e" + exponent;
    }

    /// How many characters have to be put in, left out or changed to make one text of another.
    public static int distance(String a, String b) {
        int[] from = a.codePoints().toArray();
        int[] to = b.codePoints().toArray();
        int[] before = new int[to.length + 1];
        int[] row = new int[to.length + 1];
        Arrays.setAll(before, place -> place);
        for (int i = 0; i < from.length; i++) {
            row[0] = i + 1;
            for (int j = 0; j < to.length; j++) {
                int changed = before[j] + (from[i] == to[j] ? 0 : 1);
                row[j + 1] = Math.min(changed, Math.min(before[j + 1], row[j]) + 1);
            }
            int[] done = before;
            before = row;
            row = done;
        }
        return before[to.length];
    }
}
