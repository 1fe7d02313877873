// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import java.util.ArrayList;
import java.util.List;

/// Cuts a payload into lines as data.md 1.2 says it, rule by rule.
final class SlowSplitter {
    private SlowSplitter() {}

    /// The lines as they are cut, comments and blank ones among them.
    static List<String> lines(String payload) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        boolean inFields = false;
        boolean inQuotes = false;
        int equalsCount = 0;
        int commaCount = 0;
        for (int i = 0; i < payload.length(); i++) {
            char c = payload.charAt(i);
            if (c == '\n' && !inQuotes) {
                lines.add(line.toString());
                line.setLength(0);
                inFields = false;
                equalsCount = 0;
                commaCount = 0;
                continue;
            }
            line.append(c);
            if (c == '\\') {
                // Rule 1: the next character is skipped, whatever it is.
                if (i + 1 < payload.length()) {
                    i++;
                    line.append(payload.charAt(i));
                }
            } else if (c == ' ') {
                // Rule 2; inside quotes it is in the field section already.
                inFields = true;
            } else if (inFields && c == '"') {
                // Rule 3, second half.
                if (equalsCount > commaCount) {
                    inQuotes = !inQuotes;
                }
            } else if (inFields && !inQuotes && c == '=') {
                equalsCount++;
            } else if (inFields && !inQuotes && c == ',') {
                commaCount++;
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /// What is left of a cut line once leading white space and comments are dropped. A comment ends
    /// at its newline, also where a quote in it made the cut come later.
    static String withoutCommentsAndSpace(String line) {
        String rest = line;
        while (!rest.isEmpty()) {
            if (" \t\n".indexOf(rest.charAt(0)) >= 0) {
                rest = rest.substring(1);
            } else if (rest.charAt(0) == '#') {
                int newline = rest.indexOf('\n');
                rest = newline < 0 ? "" : rest.substring(newline + 1);
            } else {
                return rest;
            }
        }
        return "";
    }
}
