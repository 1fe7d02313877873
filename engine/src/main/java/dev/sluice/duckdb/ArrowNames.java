// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The names that `arrow_typeof` and messages give to the engine's types (data.md 5.10).
final class ArrowNames {
    private static final String STRUCT = "STRUCT(";
    private static final String MAP = "MAP(";

    /// A type in a message, behind what is quoted there, which stays; the types of arguments are
    /// quoted, too.
    private static final Pattern IN_MESSAGE =
            Pattern.compile(
                    "argument types '|'(?:[^']|'')*'|\"[^\"]*\""
                            + "|\\b(?:BOOLEAN|BOOL|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UBIGINT"
                            + "|UINTEGER|UHUGEINT|FLOAT|DOUBLE|VARCHAR|BLOB|DATE|TIME_NS|INTERVAL"
                            + "|TIMESTAMP_NS|STRUCT|MAP|STRING_LITERAL|INTEGER_LITERAL|U?INT(?:8|16|32|64|128))\\b");

    private ArrowNames() {}

    /// A message of the engine with the names that users know.
    static String inMessage(String message) {
        return IN_MESSAGE
                .matcher(message)
                .replaceAll(found -> Matcher.quoteReplacement(word(found.group())));
    }

    private static String word(String word) {
        return switch (word) {
            case "BOOL" -> "Boolean";
            case "STRUCT" -> "Struct";
            case "MAP" -> "Map";
            case "STRING_LITERAL" -> "Utf8";
            case "INT128", "INTEGER_LITERAL" -> "Int64";
            default ->
                    word.contains("INT") && Character.isDigit(word.charAt(word.length() - 1))
                            ? word.replace("INT", "Int")
                            : of(word);
        };
    }

    /// The name of a type that the engine calls `type`.
    static String of(String type) {
        if (type.endsWith("[]")) {
            return "List(" + field("item", of(type.substring(0, type.length() - 2)), true) + ')';
        }
        if (type.startsWith(STRUCT)) {
            return parts(type.substring(STRUCT.length(), type.length() - 1)).stream()
                    .map(ArrowNames::member)
                    .collect(Collectors.joining(", ", "Struct([", "])"));
        }
        if (type.startsWith(MAP)) {
            List<String> parts = parts(type.substring(MAP.length(), type.length() - 1));
            String entry =
                    "Struct(["
                            + field("key", of(parts.getFirst()), false)
                            + ", "
                            + field("value", of(parts.getLast()), true)
                            + "])";
            return "Map(" + field("entries", entry, false) + ", false)";
        }
        if (type.startsWith("DECIMAL(")) {
            return "Decimal128(" + type.substring("DECIMAL(".length()).replace(",", ", ");
        }
        return switch (type) {
            case "BOOLEAN" -> "Boolean";
            case "TINYINT" -> "Int8";
            case "SMALLINT" -> "Int16";
            case "INTEGER" -> "Int32";
            case "BIGINT", "HUGEINT" -> "Int64";
            case "UBIGINT", "UINTEGER", "UHUGEINT" -> "UInt64";
            case "FLOAT" -> "Float32";
            case "DOUBLE" -> "Float64";
            case "VARCHAR" -> "Utf8";
            case "BLOB" -> "Binary";
            case "DATE" -> "Date32";
            case "TIME", "TIME_NS" -> "Time64(Nanosecond)";
            case "INTERVAL" -> "Interval(MonthDayNano)";
            case "TIMESTAMP", "TIMESTAMP_NS" -> "Timestamp(Nanosecond, None)";
            case "\"NULL\"", "NULL" -> "Null";
            default -> type;
        };
    }

    /// A name, quoted where it needs to be, and a type.
    private static String member(String member) {
        boolean quoted = member.startsWith("\"");
        int end = quoted ? closing(member, 0) + 1 : member.indexOf(' ');
        String name =
                quoted
                        ? member.substring(1, end - 1).replace("\"\"", "\"")
                        : member.substring(0, end);
        return field(name, of(member.substring(end + 1)), true);
    }

    private static String field(String name, String type, boolean nullable) {
        return "Field { name: \""
                + name
                + "\", data_type: "
                + type
                + ", nullable: "
                + nullable
                + ", dict_id: 0, dict_is_ordered: false, metadata: {} }";
    }

    /// What stands between commas that are neither in parentheses nor in quotes.
    private static List<String> parts(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < list.length(); i++) {
            switch (list.charAt(i)) {
                case '"' -> i = closing(list, i);
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(list.substring(from, i).strip());
                        from = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(list.substring(from).strip());
        return parts;
    }

    /// The place of the quote that ends what one begins; in between quotes are doubled.
    private static int closing(String text, int quote) {
        int place = text.indexOf('"', quote + 1);
        while (place + 1 < text.length() && text.charAt(place + 1) == '"') {
            place = text.indexOf('"', place + 2);
        }
        return place;
    }
}
