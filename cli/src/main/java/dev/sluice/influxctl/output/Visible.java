// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.util.Locale;

/// Makes control characters visible, so that foreign text cannot steer a terminal.
public final class Visible {
    private Visible() {}

    /// `text` on one line: line feed, carriage return and tab as their two-character escapes, each
    /// other control or direction-changing character by its number in hexadecimal.
    public static String text(String text) {
        if (text.chars().noneMatch(Visible::hidden)) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> visible.append("\\n");
                case '\r' -> visible.append("\\r");
                case '\t' -> visible.append("\\t");
                default -> append(visible, c);
            }
        }
        return visible.toString();
    }

    private static void append(StringBuilder visible, char c) {
        if (hidden(c)) {
            visible.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
            visible.append(c);
        }
    }

    /// Whether a character is one of these.
    static boolean hidden(int c) {
        return Character.isISOControl(c)
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
