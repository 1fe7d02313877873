// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

/// Finds where a line ends, before anything of it is parsed (data.md 1.2): a newline inside a
/// quoted field value belongs to the line, and so does one after a backslash.
final class LineSplitter {
    private LineSplitter() {}

    /// The index of the newline that ends the line which starts at `from`, or `to` when none does.
    static int endOfLine(byte[] body, int from, int to) {
        boolean fields = false;
        boolean quoted = false;
        int equals = 0;
        int commas = 0;
        for (int at = from; at < to; at++) {
            switch (body[at]) {
                case '\\' -> at++;
                case ' ' -> fields = true;
                case '=' -> equals += fields && !quoted ? 1 : 0;
                case ',' -> commas += fields && !quoted ? 1 : 0;
                case '"' -> quoted ^= fields && equals > commas;
                case '\n' -> {
                    if (!quoted) {
                        return at;
                    }
                }
                default -> {}
            }
        }
        return to;
    }
}
