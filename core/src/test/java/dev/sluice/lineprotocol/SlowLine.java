// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import dev.sluice.model.ColumnType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One line as the grammar of data.md 1.3 and the tables of 1.4 to 1.8 read it.
///
/// @param measurement the table's name
/// @param parts the tags and then the fields, in order
/// @param timestamp as written; null where there is none
record SlowLine(String measurement, List<Part> parts, @Nullable BigInteger timestamp) {
    private static final Pattern INTEGER = Pattern.compile("(-?[0-9]+)i");
    private static final Pattern UINTEGER = Pattern.compile("([0-9]+)u");
    private static final Pattern FLOAT =
            Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final Pattern STRING = Pattern.compile("\"((?:\\\\[\"\\\\]|[^\"])*+)\"");
    private static final Pattern TRUE = Pattern.compile("true|True|TRUE|t|T");
    private static final Pattern FALSE = Pattern.compile("false|False|FALSE|f|F");
    private static final Pattern TIMESTAMP = Pattern.compile(" +(-?[0-9]+) *");
    private static final Pattern SPACES = Pattern.compile(" +");

    /// A tag or a field.
    ///
    /// @param value as `Parsed` shows it
    record Part(String name, ColumnType type, String value) {}

    /// A name, and where it ends in the line.
    private record Name(String text, int end) {}

    /// A field, and where it ends in the line.
    private record Field(Part part, int end) {}

    static SlowLine parse(String line) throws RefusedLineException {
        Name measurement = name(line, 0, " \t\n\0,", ", ");
        if (measurement == null) {
            throw new RefusedLineException("Invalid measurement was provided");
        }
        List<Part> parts = new ArrayList<>();
        int at = tags(line, measurement.end(), parts);
        Matcher spaces = SPACES.matcher(line).region(at, line.length());
        if (!spaces.lookingAt()) {
            throw expected("at least one space character", line, at);
        }
        at = fields(line, spaces.end(), parts);
        Matcher time = TIMESTAMP.matcher(line).region(at, line.length());
        BigInteger timestamp = null;
        if (time.lookingAt()) {
            timestamp = new BigInteger(time.group(1));
            if (timestamp.bitLength() > 63) {
                throw unable("timestamp", time.group(1));
            }
            at = time.end();
        }
        if (at < line.length()) {
            throw new RefusedLineException(
                    "Could not parse entire line. Found trailing content: " + quote(line, at));
        }
        return new SlowLine(measurement.text(), parts, timestamp);
    }

    private static int tags(String line, int from, List<Part> parts) throws RefusedLineException {
        int at = from;
        while (line.startsWith(",", at)) {
            Name key = name(line, at + 1, " \t\n=", ",= ");
            if (key == null) {
                throw expected("tag key", line, at + 1);
            }
            if (!line.startsWith("=", key.end())) {
                throw new RefusedLineException(
                        "Tag set malformed: could not find equals sign in "
                                + quote(line, from + 1));
            }
            Name value = name(line, key.end() + 1, " \t\n,", ",= ");
            if (value == null) {
                throw expected("tag value", line, key.end() + 1);
            }
            parts.add(new Part(key.text(), ColumnType.TAG, value.text()));
            at = value.end();
        }
        return at;
    }

    private static int fields(String line, int from, List<Part> parts) throws RefusedLineException {
        Field first = field(line, from);
        if (first == null) {
            throw new RefusedLineException("No fields were provided");
        }
        parts.add(first.part());
        int at = first.end();
        boolean onlyOne = true;
        while (line.startsWith(",", at)) {
            Field next = field(line, at + 1);
            if (next == null) {
                // The quirk of 1.3: after one field a dangling comma is taken.
                return onlyOne ? at + 1 : at;
            }
            parts.add(next.part());
            at = next.end();
            onlyOne = false;
        }
        return at;
    }

    private static @Nullable Field field(String line, int from) throws RefusedLineException {
        Name key = name(line, from, " \t\n=", ",= ");
        if (key == null || !line.startsWith("=", key.end())) {
            return null;
        }
        int at = key.end() + 1;
        Matcher integer = INTEGER.matcher(line).region(at, line.length());
        if (integer.lookingAt()) {
            BigInteger value = new BigInteger(integer.group(1));
            if (value.bitLength() > 63) {
                throw unable("integer", integer.group(1));
            }
            return field(key, ColumnType.INTEGER, value.toString(), integer);
        }
        Matcher uinteger = UINTEGER.matcher(line).region(at, line.length());
        if (uinteger.lookingAt()) {
            BigInteger value = new BigInteger(uinteger.group(1));
            if (value.bitLength() > 64) {
                throw unable("unsigned integer", uinteger.group(1));
            }
            return field(key, ColumnType.UINTEGER, value.toString(), uinteger);
        }
        Matcher number = FLOAT.matcher(line).region(at, line.length());
        if (number.lookingAt()) {
            String value = String.valueOf(Double.parseDouble(number.group()));
            return field(key, ColumnType.FLOAT, value, number);
        }
        return textOrTruth(line, key, at);
    }

    private static @Nullable Field textOrTruth(String line, Name key, int at)
            throws RefusedLineException {
        Matcher string = STRING.matcher(line).region(at, line.length());
        if (string.lookingAt()) {
            String value = string.group(1).replaceAll("\\\\([\"\\\\])", "$1");
            if (value.getBytes(StandardCharsets.UTF_8).length > 1024 * 1024) {
                throw new RefusedLineException("String is greater than 1MB");
            }
            return field(key, ColumnType.STRING, value, string);
        }
        Matcher yes = TRUE.matcher(line).region(at, line.length());
        if (yes.lookingAt()) {
            return field(key, ColumnType.BOOLEAN, "true", yes);
        }
        Matcher no = FALSE.matcher(line).region(at, line.length());
        return no.lookingAt() ? field(key, ColumnType.BOOLEAN, "false", no) : null;
    }

    private static Field field(Name key, ColumnType type, String value, Matcher found) {
        return new Field(new Part(key.text(), type, value), found.end());
    }

    /// A name of at least one character, up to the first unescaped one of `ends`. Null where there
    /// is none.
    private static @Nullable Name name(String line, int from, String ends, String escapes)
            throws RefusedLineException {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
            char c = line.charAt(at);
            if (c != '\\' || at + 1 == line.length()) {
                text.append(c);
                at++;
            } else {
                char next = line.charAt(at + 1);
                if (next != '\\' && escapes.indexOf(next) < 0) {
                    text.append(c);
                }
                text.append(next);
                at += 2;
            }
        }
        if (text.isEmpty()) {
            return null;
        }
        if (text.charAt(text.length() - 1) == '\\') {
            throw new RefusedLineException(
                    "Measurements, tag keys and values, and field keys may not end with a"
                            + " backslash");
        }
        if (text.toString().getBytes(StandardCharsets.UTF_8).length > 64 * 1024) {
            throw new RefusedLineException("String is greater than 64KB");
        }
        return new Name(text.toString(), at);
    }

    private static RefusedLineException expected(String what, String line, int at) {
        String got = at == line.length() ? "end of input" : quote(line, at);
        return new RefusedLineException("Expected " + what + ", got " + got);
    }

    private static RefusedLineException unable(String what, String value) {
        return new RefusedLineException("Unable to parse " + what + " value `" + value + "`");
    }

    private static String quote(String line, int from) {
        int[] characters = line.substring(from).codePoints().toArray();
        return characters.length > 10
                ? "`" + new String(characters, 0, 10) + "...`"
                : "`" + line.substring(from) + "`";
    }
}
