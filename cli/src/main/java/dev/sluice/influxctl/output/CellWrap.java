// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.output;

import java.util.ArrayList;
import java.util.List;

/// Breaks the text of a cell into lines of a width, behind a space where there is one.
final class CellWrap {
    private CellWrap() {}

    /// The lines, at least one.
    ///
    /// @param width in code points, at least 1
    static List<String> parts(String cell, int width) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (cell.codePointCount(start, cell.length()) > width) {
            int limit = cell.offsetByCodePoints(start, width);
            int space = cell.lastIndexOf(' ', limit);
            int end = space > start ? space : limit;
            parts.add(cell.substring(start, end));
            start = space > start ? space + 1 : limit;
        }
        parts.add(cell.substring(start));
        return parts;
    }
}
