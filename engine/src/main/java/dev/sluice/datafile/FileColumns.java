// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.datafile;

import dev.sluice.model.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the columns of a table are called in its files. Readers of ours find them by field id.
public final class FileColumns {
    private FileColumns() {}

    /// By what a column of a table is known in its files, whatever it is called there.
    ///
    /// @param place of the column in the catalog's order
    public static int fieldId(int place) {
        return place + 1;
    }

    /// The columns' own names, with the field id behind it where two differ in case alone, which
    /// many readers cannot tell apart.
    public static List<String> names(List<Column> columns) {
        Set<String> taken = new HashSet<>();
        List<String> result = new ArrayList<>();
        for (Column column : columns) {
            String name = column.name();
            while (!taken.add(name.toLowerCase(Locale.ROOT))) {
                name += "#" + fieldId(result.size());
            }
            result.add(name);
        }
        return result;
    }
}
