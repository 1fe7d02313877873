// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ByteWords;
import dev.sluice.batch.ColumnData;
import java.util.Arrays;

/// The name of a column as it stands in a line, and the column that the value behind it goes to.
final class PlainName {
    /// What [#valueAt] answers when the name is not there.
    static final int ABSENT = -1;

    private final byte[] name;
    private final ColumnData column;

    /// Whether it stands in a line just as it is: without a byte that ends a name, escapes another,
    /// or opens a quote.
    private final boolean plain;

    /// The first bytes of the name, as many as fit, and which bits of a word they are.
    private final long beginning;

    private final long mask;

    /// The last eight bytes, if there are so many.
    private final long ending;

    /// @param name as UTF-8
    PlainName(byte[] name, ColumnData column) {
        this.name = name;
        this.column = column;
        this.plain = isPlain(name);
        this.beginning = ByteWords.at(Arrays.copyOf(name, Math.max(name.length, Long.BYTES)), 0);
        boolean fits = name.length < Long.BYTES;
        this.mask = fits ? (1L << (name.length * Byte.SIZE)) - 1 : -1L;
        this.ending = fits ? 0 : ByteWords.at(name, name.length - Long.BYTES);
    }

    /// Whether a name has no byte that means something in a line.
    static boolean isPlain(byte[] name) {
        for (byte value : name) {
            if ((value >= 0 && value <= ' ')
                    || value == '='
                    || value == ','
                    || value == '\\'
                    || value == '"') {
                return false;
            }
        }
        return true;
    }

    /// Its bytes; not to be changed.
    byte[] bytes() {
        return name;
    }

    ColumnData column() {
        return column;
    }

    /// Where the text after the name and `=` starts, if both stand at `at` and before `end`, or
    /// [#ABSENT].
    int valueAt(int at, byte[] body, int end) {
        int equals = at + name.length;
        return equals < end && body[equals] == '=' && plain && isAt(at, body, equals)
                ? equals + 1
                : ABSENT;
    }

    private boolean isAt(int at, byte[] body, int equals) {
        if (at + Long.BYTES > body.length) {
            return Arrays.equals(body, at, equals, name, 0, name.length);
        }
        return (ByteWords.at(body, at) & mask) == beginning
                && (name.length <= Long.BYTES || isRestAt(at, body, equals));
    }

    /// The last eight bytes, and those in between.
    private boolean isRestAt(int at, byte[] body, int equals) {
        return ByteWords.at(body, equals - Long.BYTES) == ending
                && (name.length <= 2 * Long.BYTES
                        || Arrays.equals(body, at, equals, name, 0, name.length));
    }
}
