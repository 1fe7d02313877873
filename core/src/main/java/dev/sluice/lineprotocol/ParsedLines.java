// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.TableRows;
import java.util.List;

/// What a payload of line protocol came to: rows by table, and the lines that were refused.
///
/// @param tables the good rows, tables in order of first appearance
/// @param rejected the bad lines, by line number
/// @param lineCount logical lines seen: good ones and bad ones, without blanks and comments
public record ParsedLines(List<ParsedTable> tables, List<RejectedLine> rejected, int lineCount) {

    /// Copies both lists.
    public ParsedLines {
        tables = List.copyOf(tables);
        rejected = List.copyOf(rejected);
    }

    /// The good rows of one table.
    ///
    /// @param rows the rows
    /// @param lineNumbers the 1-based logical line number of each row, in row order
    public record ParsedTable(TableRows rows, LineNumbers lineNumbers) {}
}
