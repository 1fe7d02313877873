// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

/// The order in which names are shown: by the bytes of UTF-8 (data.md 4.7), which is that of code
/// points, told without making the bytes.
public final class TextOrder {
    private static final int BEHIND_SURROGATES = Character.MAX_SURROGATE + 1;
    private static final int SURROGATES = BEHIND_SURROGATES - Character.MIN_SURROGATE;
    private static final int BEHIND_ALL = 0x10000 - BEHIND_SURROGATES;

    private TextOrder() {}

    /// Compares two texts, as a comparator does.
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /// What surrogates stand for is beyond everything else.
    private static int rank(char sign) {
        if (sign >= BEHIND_SURROGATES) {
            return sign - SURROGATES;
        }
        return sign >= Character.MIN_SURROGATE ? sign + BEHIND_ALL : sign;
    }
}
