// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.batch.ByteWords;
import dev.sluice.model.Problem;

/// Checks that a payload is UTF-8, as the standard wants it: no overlong forms, no surrogates,
/// nothing above U+10FFFF.
final class Utf8Check {
    /// The bits that no byte of ASCII has, in eight bytes.
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8Check() {}

    /// Throws the problem `invalid_utf8` (data.md 1.2) at the first byte that is not UTF-8.
    static void require(byte[] body, int offset, int length) {
        int end = offset + length;
        int at = endOfAscii(body, offset, end);
        while (at < end) {
            if (at + Long.BYTES <= end && (ByteWords.at(body, at) & NOT_ASCII) == 0) {
                at += Long.BYTES;
            } else if (body[at] >= 0) {
                at++;
            } else {
                at += sequence(body, offset, at, end);
            }
        }
    }

    /// Where four words without a byte beyond ASCII are not to be found any more.
    private static int endOfAscii(byte[] body, int offset, int end) {
        int at = offset;
        while (at + 4 * Long.BYTES <= end
                && ((ByteWords.at(body, at)
                                        | ByteWords.at(body, at + Long.BYTES)
                                        | ByteWords.at(body, at + 2 * Long.BYTES)
                                        | ByteWords.at(body, at + 3 * Long.BYTES))
                                & NOT_ASCII)
                        == 0) {
            at += 4 * Long.BYTES;
        }
        return at;
    }

    /// The length of the sequence of several bytes that starts at `at`.
    private static int sequence(byte[] body, int offset, int at, int end) {
        int first = body[at] & 0xff;
        int length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (length == 0) {
            throw invalid(1, at - offset);
        }
        for (int i = 1; i < length; i++) {
            if (at + i == end) {
                throw refused("incomplete utf-8 byte sequence from index " + (at - offset));
            }
            int next = body[at + i] & 0xff;
            int min = i == 1 ? secondMin(first) : 0x80;
            int max = i == 1 ? secondMax(first) : 0xbf;
            if (next < min || next > max) {
                throw invalid(i, at - offset);
            }
        }
        return length;
    }

    private static int secondMin(int first) {
        return first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    }

    private static int secondMax(int first) {
        return first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    }

    private static RuntimeException invalid(int length, int index) {
        return refused("invalid utf-8 sequence of " + length + " bytes from index " + index);
    }

    private static RuntimeException refused(String detail) {
        return Problem.invalid("invalid_utf8", "body content is not valid utf8: " + detail)
                .asException();
    }
}
