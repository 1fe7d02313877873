// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.model.ColumnType;
import java.util.ArrayList;
import java.util.List;

/// One line after parsing and before it becomes a row. Used again for every line, so that a line
/// makes no objects once the longest one was seen.
final class ParsedLine {
    private final Slice measurement = new Slice();
    private final List<Tag> tags = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private int tagCount;
    private int fieldCount;
    private boolean timestamped;
    private long timestamp;

    /// A tag of the line.
    static final class Tag {
        private final Slice key = new Slice();
        private final Slice value = new Slice();

        Slice key() {
            return key;
        }

        Slice value() {
            return value;
        }
    }

    /// A field of the line.
    static final class Field {
        private final Slice key = new Slice();
        private final Slice text = new Slice();
        private ColumnType type = ColumnType.FLOAT;
        private long bits;

        Slice key() {
            return key;
        }

        ColumnType type() {
            return type;
        }

        /// The value's bits, as in `ColumnData`; only where it is no string.
        long bits() {
            return bits;
        }

        /// The value of a string.
        Slice text() {
            return text;
        }

        void scalar(ColumnType newType, long newBits) {
            type = newType;
            bits = newBits;
        }

        void string() {
            type = ColumnType.STRING;
        }
    }

    void clear() {
        tagCount = 0;
        fieldCount = 0;
        timestamped = false;
    }

    Slice measurement() {
        return measurement;
    }

    int tagCount() {
        return tagCount;
    }

    Tag tag(int index) {
        return tags.get(index);
    }

    /// The next tag, to be filled.
    Tag addTag() {
        if (tagCount == tags.size()) {
            tags.add(new Tag());
        }
        return tags.get(tagCount++);
    }

    int fieldCount() {
        return fieldCount;
    }

    Field field(int index) {
        return fields.get(index);
    }

    /// The next field, to be filled.
    Field addField() {
        if (fieldCount == fields.size()) {
            fields.add(new Field());
        }
        return fields.get(fieldCount++);
    }

    /// Takes back the field of the last [#addField].
    void dropField() {
        fieldCount--;
    }

    boolean timestamped() {
        return timestamped;
    }

    /// As written, in the request's precision; only when [#timestamped].
    long timestamp() {
        return timestamp;
    }

    void timestamp(long value) {
        timestamped = true;
        timestamp = value;
    }
}
