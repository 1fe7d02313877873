// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

/// Finds where a logical line ends, byte by byte, by the same four rules as the cluster (data.md
/// 1.2). All bytes that matter are ASCII, so UTF-8 needs no decoding.
final class LineScanner {
    private boolean escaped;
    private boolean inFields;
    private boolean quoted;
    private int equalsSigns;
    private int commas;

    /// Whether `b` is the line feed that ends the line; if so, the next byte begins a new one.
    boolean endsLine(byte b) {
        if (escaped) {
            escaped = false;
            return false;
        }
        switch (b) {
            case '\\' -> escaped = true;
            case ' ' -> inFields = true;
            case '\n' -> {
                if (!quoted) {
                    reset();
                    return true;
                }
            }
            case '"' -> {
                if (inFields && equalsSigns > commas) {
                    quoted = !quoted;
                }
            }
            case '=' -> equalsSigns += countable();
            case ',' -> commas += countable();
            default -> {}
        }
        return false;
    }

    private int countable() {
        return inFields && !quoted ? 1 : 0;
    }

    private void reset() {
        inFields = false;
        quoted = false;
        equalsSigns = 0;
        commas = 0;
    }
}
