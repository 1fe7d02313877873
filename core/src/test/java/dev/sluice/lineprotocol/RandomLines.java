// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.lineprotocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes payloads: lines that follow the grammar, from few names so that rows meet, with every
/// quirk of data.md section 1 in them; and then some bytes changed, so that many are just wrong.
final class RandomLines {
    private static final List<String> TABLES =
            List.of(
                    "m", "k", "time", "\"m\"", "m\\,a", "m\\ b", "a=b", "m\\x", "#m", "é",
                    "m\\\\n");
    private static final List<String> NAMES =
            List.of(
                    "a", "b", "f", "v", "time", "t\\=k", "c\\,d", "e\\ g", "x,y", "'q'", "ü",
                    "\"n\"", "z\\\\z", "_p", ",h");
    private static final List<String> TAG_VALUES =
            List.of(
                    "1", "x\\ y", "a=b", "=", "\"w\"", "v\\,w", "a\\b", "ö", "true", "n\0",
                    "a\\\\b", "😀", "#", "x\\=y");
    private static final List<String> FIELD_VALUES =
            List.of(
                    "1",
                    "-0",
                    "1.5",
                    "00.5",
                    "1e5",
                    "1E+5",
                    "1e-400",
                    "1e999",
                    "-3.14",
                    "123456789012345678",
                    "0.30000000000000004",
                    "1i",
                    "-42i",
                    "01i",
                    "9223372036854775807i",
                    "-9223372036854775808i",
                    "9223372036854775808i",
                    "-9223372036854775809i",
                    "1u",
                    "18446744073709551615u",
                    "18446744073709551616u",
                    "-1u",
                    "t",
                    "T",
                    "true",
                    "True",
                    "TRUE",
                    "f",
                    "F",
                    "false",
                    "False",
                    "FALSE",
                    "tRUE",
                    "truE",
                    "yes",
                    "NaN",
                    "Inf",
                    "+1",
                    ".5",
                    "1.",
                    "1e",
                    "1.5i",
                    "0x10",
                    "1_0",
                    "\"\"",
                    "\"a b\"",
                    "\"a,b=c\"",
                    "\"a\\\"b\"",
                    "\"a\\\\\"",
                    "\"a\\b\"",
                    "\"a\nb\"",
                    "\"é\t\"",
                    "\"true\"",
                    "\"open",
                    "'s'",
                    "");
    private static final List<String> TIMES =
            List.of(
                    " 1",
                    " -5",
                    " 0",
                    "  00012",
                    " 9223372036854775807",
                    " -9223372036854775808",
                    " 9223372036854775808",
                    " 9223372037",
                    " -9223372037",
                    " 153722868",
                    " 1  ",
                    " ",
                    " +5",
                    " 1.5",
                    " 1 2",
                    " 1m",
                    "\t1",
                    " #c",
                    "\r",
                    " 1\r",
                    "");
    private static final List<String> BETWEEN =
            List.of(
                    "\n",
                    "\n",
                    "\n",
                    "\n",
                    "\n\n",
                    "\n# c\n",
                    "\n#x a=\"\n",
                    "\n \t",
                    "\r\n",
                    "\\\n",
                    "");

    /// The bytes that mean something, and a few that do not.
    private static final byte[] TELLING =
            " ,=\"\\\n\t\r#\0-+.0129eEiuIUtTfFrR'xm\u007f".getBytes(StandardCharsets.ISO_8859_1);

    private final Random random;

    RandomLines(Random random) {
        this.random = random;
    }

    /// A payload of a few lines; every second one damaged, perhaps so that it is no UTF-8.
    byte[] payload() {
        StringBuilder text = new StringBuilder(oneOf(List.of("", "", "", "\n", "# c\n", " ")));
        for (int i = random.nextInt(4); i >= 0; i--) {
            line(text);
            text.append(i > 0 ? oneOf(BETWEEN) : oneOf(List.of("", "\n", "\n\n")));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextBoolean()) {
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes = damaged(bytes);
            }
        }
        return bytes;
    }

    private void line(StringBuilder text) {
        text.append(oneOf(TABLES));
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(',').append(oneOf(NAMES)).append('=').append(oneOf(TAG_VALUES));
        }
        text.append(random.nextInt(8) == 0 ? oneOf(List.of("  ", "\t", "", "\\ ")) : " ");
        int fieldCount = 1 + random.nextInt(3);
        for (int i = 0; i < fieldCount; i++) {
            text.append(i > 0 ? "," : "").append(oneOf(NAMES)).append('=').append(fieldValue());
        }
        if (random.nextInt(12) == 0) {
            text.append(oneOf(List.of(",", ",,", ", g=1", ",g", ",g=", ",=1")));
        }
        text.append(random.nextBoolean() ? " " + random.nextInt(9) : oneOf(TIMES));
    }

    /// Mostly one that is taken, so that lines often get to their end.
    private String fieldValue() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt() + "i";
            case 1 -> String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 2 -> random.nextInt(1000) + "." + random.nextInt(1000);
            case 3 -> Integer.toUnsignedString(random.nextInt()) + "u";
            case 4 -> "\"" + oneOf(TAG_VALUES).replace("\"", "\\\"") + "\"";
            default -> oneOf(FIELD_VALUES);
        };
    }

    private byte[] damaged(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(4));
        return switch (random.nextInt(8)) {
            case 0 -> spliced(bytes, at, length, new byte[0]);
            case 1, 2, 3 -> spliced(bytes, at, 1, new byte[] {telling()});
            case 4, 5 -> spliced(bytes, at, 0, new byte[] {telling()});
            case 6 -> spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            default ->
                    random.nextInt(8) == 0
                            ? spliced(bytes, at, 1, new byte[] {(byte) random.nextInt(256)})
                            : Arrays.copyOf(bytes, at);
        };
    }

    private byte telling() {
        return TELLING[random.nextInt(TELLING.length)];
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] result = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(
                bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }

    private String oneOf(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
