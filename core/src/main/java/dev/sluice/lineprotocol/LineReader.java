// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.model.ColumnType;
import dev.sluice.model.Excerpt;

/// Reads one line by the grammar of data.md 1.3, with the error texts of 1.8. A reader of one
/// payload; not safe for threads.
///
/// Two kinds of failure are kept apart, since the texts depend on it. What can only be meant as one
/// thing and is broken refuses the line at once, by [RefusedLineException]: a tag without value, an
/// integer out of range. What merely does not look like a field or a timestamp ends the list of
/// fields, and then whatever is left over refuses the line.
final class LineReader {
    /// Longest name or tag value, in bytes (data.md 1.7).
    static final int NAME_BYTES_MAX = 64 * 1024;

    /// Longest string value, in bytes (data.md 1.7).
    static final int STRING_BYTES_MAX = 1024 * 1024;

    /// How many characters of the line a message quotes (data.md 1.8).
    private static final int QUOTED_CHARACTERS_MAX = 10;

    private static final String[] TRUE_WORDS = {"true", "True", "TRUE", "t", "T"};
    private static final String[] FALSE_WORDS = {"false", "False", "FALSE", "f", "F"};

    private final byte[] body;
    private final NumberReader numbers;
    private int at;
    private int end;

    LineReader(byte[] body) {
        this.body = body;
        this.numbers = new NumberReader(body);
    }

    /// Reads the line from `from` to `to`, which starts with no space, into `line`.
    void read(int from, int to, ParsedLine line) throws RefusedLineException {
        at = from;
        end = to;
        line.clear();
        if (!readName(NameKind.MEASUREMENT, line.measurement())) {
            throw new RefusedLineException("Invalid measurement was provided");
        }
        if (looksAt(',')) {
            at++;
            readTags(line);
        }
        if (!looksAt(' ')) {
            throw expected("at least one space character");
        }
        skipSpaces();
        readFields(line);
        readTimestamp(line);
        if (at < end) {
            throw new RefusedLineException(
                    "Could not parse entire line. Found trailing content: " + quote(at));
        }
    }

    /// Reads the field value that starts at `from` and ends before `to`.
    ///
    /// @return where it ends, or `from` when there is none
    int readValue(int from, int to, ParsedLine.Field field) throws RefusedLineException {
        at = from;
        end = to;
        return readValue(field) ? at : from;
    }

    private void readTags(ParsedLine line) throws RefusedLineException {
        int tagSet = at;
        boolean more = true;
        while (more) {
            ParsedLine.Tag tag = line.addTag();
            if (!readName(NameKind.KEY, tag.key())) {
                throw expected("tag key");
            }
            if (!looksAt('=')) {
                throw new RefusedLineException(
                        "Tag set malformed: could not find equals sign in " + quote(tagSet));
            }
            at++;
            if (!readName(NameKind.TAG_VALUE, tag.value())) {
                throw expected("tag value");
            }
            more = looksAt(',');
            if (more) {
                at++;
            }
        }
    }

    private void readFields(ParsedLine line) throws RefusedLineException {
        if (!readField(line)) {
            throw new RefusedLineException("No fields were provided");
        }
        if (looksAt(',')) {
            // The comma after the first field is taken even when no field follows (data.md 1.8).
            at++;
            boolean more = readField(line);
            while (more && looksAt(',')) {
                int comma = at++;
                more = readField(line);
                if (!more) {
                    at = comma;
                }
            }
        }
    }

    /// Reads one field; when there is none, stays where it was.
    private boolean readField(ParsedLine line) throws RefusedLineException {
        int start = at;
        ParsedLine.Field field = line.addField();
        if (readName(NameKind.KEY, field.key()) && looksAt('=')) {
            at++;
            if (readValue(field)) {
                return true;
            }
        }
        at = start;
        line.dropField();
        return false;
    }

    private boolean readValue(ParsedLine.Field field) throws RefusedLineException {
        if (looksAt('"')) {
            return readString(field);
        }
        int numberEnd = numbers.read(at, end, field);
        if (numberEnd > at) {
            at = numberEnd;
            return true;
        }
        return readBoolean(field, TRUE_WORDS, 1L) || readBoolean(field, FALSE_WORDS, 0L);
    }

    private boolean readBoolean(ParsedLine.Field field, String[] words, long bits) {
        for (String word : words) {
            if (startsWith(word)) {
                at += word.length();
                field.scalar(ColumnType.BOOLEAN, bits);
                return true;
            }
        }
        return false;
    }

    private boolean startsWith(String word) {
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (body[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean readString(ParsedLine.Field field) throws RefusedLineException {
        int start = at + 1;
        int close = start;
        boolean escaped = false;
        while (close < end && body[close] != '"') {
            if (body[close] == '\\' && close + 1 < end && isStringEscape(body[close + 1])) {
                escaped = true;
                close++;
            }
            close++;
        }
        if (close >= end) {
            return false;
        }
        Slice text = field.text();
        if (escaped) {
            unescapeString(start, close, text);
        } else {
            text.view(body, start, close);
        }
        if (text.length() > STRING_BYTES_MAX) {
            throw new RefusedLineException("String is greater than 1MB");
        }
        field.string();
        at = close + 1;
        return true;
    }

    private void unescapeString(int from, int to, Slice into) {
        into.clear();
        for (int i = from; i < to; i++) {
            if (body[i] == '\\' && isStringEscape(body[i + 1])) {
                i++;
            }
            into.append(body[i]);
        }
    }

    private static boolean isStringEscape(byte value) {
        return value == '"' || value == '\\';
    }

    private void readTimestamp(ParsedLine line) throws RefusedLineException {
        int start = at;
        skipSpaces();
        int numberEnd = at == start ? at : numbers.endOfInteger(at, end);
        if (numberEnd == at) {
            at = start;
            return;
        }
        line.timestamp(numbers.timestamp(at, numberEnd));
        at = numberEnd;
        skipSpaces();
    }

    /// Reads a name of at least one byte; when there is none, stays where it was.
    private boolean readName(NameKind kind, Slice into) throws RefusedLineException {
        int start = at;
        while (at < end && body[at] != '\\' && !kind.endsAt(body[at])) {
            at++;
        }
        if (at < end && body[at] == '\\') {
            at = unescapeName(kind, start, into);
        } else if (at == start) {
            return false;
        } else {
            into.view(body, start, at);
        }
        if (into.endsWith('\\')) {
            throw new RefusedLineException(
                    "Measurements, tag keys and values, and field keys may not end with a"
                            + " backslash");
        }
        if (into.length() > NAME_BYTES_MAX) {
            throw new RefusedLineException("String is greater than 64KB");
        }
        return true;
    }

    /// A backslash is dropped before what it may escape; before anything else both are kept.
    private int unescapeName(NameKind kind, int start, Slice into) {
        into.clear();
        int i = start;
        while (i < end && !kind.endsAt(body[i])) {
            if (body[i] == '\\') {
                if (i + 1 < end && kind.escapes(body[i + 1])) {
                    i++;
                } else {
                    into.append(body[i++]);
                    if (i == end) {
                        break;
                    }
                }
            }
            into.append(body[i++]);
        }
        return i;
    }

    private void skipSpaces() {
        while (looksAt(' ')) {
            at++;
        }
    }

    private boolean looksAt(char ascii) {
        return at < end && body[at] == ascii;
    }

    private RefusedLineException expected(String what) {
        String found = at == end ? "end of input" : quote(at);
        return new RefusedLineException("Expected " + what + ", got " + found);
    }

    /// The start of what is left at `from`, in back-ticks.
    private String quote(int from) {
        return "`" + Excerpt.of(body, from, end, QUOTED_CHARACTERS_MAX) + "`";
    }
}
