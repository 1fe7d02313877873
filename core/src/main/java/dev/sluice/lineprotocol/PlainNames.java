// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ColumnData;
import dev.sluice.batch.TableRows;
import java.util.Arrays;

/// The names of a table's tags, or of its fields, in the order of the table, judged once each. Not
/// safe for threads.
final class PlainNames {
    private PlainName[] names = new PlainName[0];

    /// How often the table's columns had changed when they were looked at.
    private long changes;

    /// The names of all tags of `rows`, which is always the same table.
    PlainName[] ofTags(TableRows rows) {
        if (changes != rows.tagChanges()) {
            changes = rows.tagChanges();
            names = Arrays.copyOf(names, rows.tagCount());
            for (int place = 0; place < names.length; place++) {
                look(place, rows.tagName(place), rows.tagAt(place));
            }
        }
        return names;
    }

    /// The names of all fields of `rows`, in the same way.
    PlainName[] ofFields(TableRows rows) {
        if (changes != rows.fieldChanges()) {
            changes = rows.fieldChanges();
            names = Arrays.copyOf(names, rows.fieldCount());
            for (int place = 0; place < names.length; place++) {
                look(place, rows.fieldName(place), rows.fieldAt(place));
            }
        }
        return names;
    }

    @SuppressWarnings("ReferenceEquality") // a column that came back is another one
    private void look(int place, byte[] name, ColumnData column) {
        PlainName known = names[place];
        if (known == null || known.column() != column) {
            names[place] = new PlainName(name, column);
        }
    }
}
