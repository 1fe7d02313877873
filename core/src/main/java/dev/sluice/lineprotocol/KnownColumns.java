// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.model.ColumnType;
import org.jspecify.annotations.Nullable;

/// What the catalog knows of a database's columns. Without it the first row of a payload decides a
/// column's type; a wrong first row would then take every right one after it along.
@FunctionalInterface
public interface KnownColumns {
    /// Knows nothing: the first row decides.
    KnownColumns NONE = (_, _) -> null;

    /// The type of a column, byte-exact names; null for a column or table that is not there.
    @Nullable ColumnType find(String table, String column);

    /// The name of a table that a payload names: where that is a former name, the one that it has
    /// now. So lines of both names are in one table, and of two with the same point the later wins.
    default String tableName(String named) {
        return named;
    }
}
