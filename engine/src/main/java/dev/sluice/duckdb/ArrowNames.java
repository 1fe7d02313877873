// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

/// The names that `arrow_typeof` gives to the engine's types (data.md 5.10).
final class ArrowNames {
    private ArrowNames() {}

    /// The name of a type that the engine calls `type`.
    static String of(String type) {
        if (type.endsWith("[]")) {
            return "List(Field { name: \"item\", data_type: "
                    + of(type.substring(0, type.length() - 2))
                    + ", nullable: true, dict_id: 0, dict_is_ordered: false, metadata: {} })";
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
}
