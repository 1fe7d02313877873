// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.model.ColumnType;
import dev.sluice.model.Excerpt;

/// The refusals of a row whose column has another type already, in the batch or in the catalog
/// (data.md 1.10). The one place of this text.
public final class ColumnConflict {
    private ColumnConflict() {}

    /// The message without line number.
    public static String message(String column, ColumnType existing, ColumnType given) {
        return "Could not insert column: Existing table schema specifies column "
                + Excerpt.of(column)
                + " is type "
                + existing.shortName()
                + ", but type "
                + given.longName()
                + " was given";
    }
}
