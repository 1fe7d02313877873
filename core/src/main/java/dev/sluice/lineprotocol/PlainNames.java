// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ByteWords;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Names that stand in a line just as they are: without a byte that ends a name, escapes another,
/// or opens a quote. Remembers by place which ones do. Not safe for threads.
final class PlainNames {
    /// What [#afterName] answers when the name is not there.
    static final int ABSENT = -1;

    /// The name that the others speak of; a place may get another name.
    private byte[] @Nullable [] judged = new byte[16][];

    private boolean[] plain = new boolean[16];

    /// The first bytes of the name, as many as fit, and which bits of a word they are.
    private long[] beginnings = new long[16];

    private long[] masks = new long[16];

    /// Where the text after a name and `=` starts, if both stand at `at`.
    ///
    /// @param place the number of the name
    /// @param name its bytes; the same array means the same name
    @SuppressWarnings("ReferenceEquality") // comparing bytes would take as long as judging them
    int afterName(int place, byte[] name, byte[] body, int at, int end) {
        if (place >= judged.length || judged[place] != name) {
            judge(place, name);
        }
        int equals = at + name.length;
        return equals < end
                        && body[equals] == '='
                        && plain[place]
                        && isAt(place, name, body, at, equals)
                ? equals + 1
                : ABSENT;
    }

    private boolean isAt(int place, byte[] name, byte[] body, int at, int equals) {
        if (at + Long.BYTES > body.length) {
            return Arrays.equals(body, at, equals, name, 0, name.length);
        }
        return (ByteWords.at(body, at) & masks[place]) == beginnings[place]
                && (name.length <= Long.BYTES || isRestAt(name, body, at, equals));
    }

    /// The last eight bytes, and those in between.
    private static boolean isRestAt(byte[] name, byte[] body, int at, int equals) {
        return ByteWords.at(body, equals - Long.BYTES)
                        == ByteWords.at(name, name.length - Long.BYTES)
                && (name.length <= 2 * Long.BYTES
                        || Arrays.equals(body, at, equals, name, 0, name.length));
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

    private void judge(int place, byte[] name) {
        if (place >= judged.length) {
            int length = Math.max(place + 1, judged.length * 2);
            judged = Arrays.copyOf(judged, length);
            plain = Arrays.copyOf(plain, length);
            beginnings = Arrays.copyOf(beginnings, length);
            masks = Arrays.copyOf(masks, length);
        }
        judged[place] = name;
        plain[place] = isPlain(name);
        byte[] beginning = Arrays.copyOf(name, Long.BYTES);
        beginnings[place] = ByteWords.at(beginning, 0);
        masks[place] = name.length >= Long.BYTES ? -1L : (1L << (name.length * Byte.SIZE)) - 1;
    }
}
