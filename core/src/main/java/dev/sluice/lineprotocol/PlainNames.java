// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Names that stand in a line just as they are: without a byte that ends a name, escapes another,
/// or opens a quote. Remembers by place which ones do. Not safe for threads.
final class PlainNames {
    /// What [#afterName] answers when the name is not there.
    static final int ABSENT = -1;

    /// The name that `plain` speaks of; a place may get another name.
    private byte[] @Nullable [] judged = new byte[16][];

    private boolean[] plain = new boolean[16];

    /// Where the text after a name and `=` starts, if both stand at `at`.
    ///
    /// @param place the number of the name
    /// @param name its bytes; the same array means the same name
    int afterName(int place, byte[] name, byte[] body, int at, int end) {
        int equals = at + name.length;
        return equals < end
                        && body[equals] == '='
                        && Arrays.equals(body, at, equals, name, 0, name.length)
                        && isPlain(place, name)
                ? equals + 1
                : ABSENT;
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

    /// The same array is the same name; comparing its bytes would take as long as judging them.
    @SuppressWarnings("ReferenceEquality")
    private boolean isPlain(int place, byte[] name) {
        if (place >= judged.length) {
            judged = Arrays.copyOf(judged, Math.max(place + 1, judged.length * 2));
            plain = Arrays.copyOf(plain, judged.length);
        }
        if (judged[place] != name) {
            judged[place] = name;
            plain[place] = isPlain(name);
        }
        return plain[place];
    }
}
