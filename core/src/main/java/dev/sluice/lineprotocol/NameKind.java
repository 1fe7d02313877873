// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

/// Where an unescaped name or tag value ends, and what a backslash may stand before (data.md 1.4).
enum NameKind {
    /// The table's name.
    MEASUREMENT(" \t\n\0,", ", "),
    /// A tag key or field key.
    KEY(" \t\n=", ",= "),
    /// A tag value.
    TAG_VALUE(" \t\n,", ",= ");

    /// Bit n for the byte n; all of them are below 64.
    private final long ends;

    private final long escapes;

    NameKind(String ends, String escapes) {
        this.ends = bits(ends);
        this.escapes = bits(escapes);
    }

    /// Whether the name is over before this byte.
    boolean endsAt(byte value) {
        return has(ends, value);
    }

    /// Whether a backslash before this byte is dropped.
    boolean escapes(byte value) {
        return value == '\\' || has(escapes, value);
    }

    private static long bits(String characters) {
        long bits = 0;
        for (int i = 0; i < characters.length(); i++) {
            bits |= 1L << characters.charAt(i);
        }
        return bits;
    }

    private static boolean has(long bits, byte value) {
        return value >= 0 && value < Long.SIZE && (bits & 1L << value) != 0;
    }
}
