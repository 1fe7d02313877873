// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

/// What a column holds. Fixed by the first accepted write (data.md 1.1).
public enum ColumnType {
    /// Text that names a series; part of the primary key.
    TAG("iox::column_type::tag", "tag", 7),
    /// The point's instant: int64 nanoseconds since the epoch. Exactly one a table, named `time`.
    TIME("iox::column_type::timestamp", "time", 6),
    /// Signed 64-bit integer field.
    INTEGER("iox::column_type::field::integer", "i64", 1),
    /// Unsigned 64-bit integer field, kept in the bits of a `long`.
    UINTEGER("iox::column_type::field::uinteger", "u64", 2),
    /// IEEE-754 double field.
    FLOAT("iox::column_type::field::float", "f64", 3),
    /// UTF-8 text field.
    STRING("iox::column_type::field::string", "string", 5),
    /// Truth field.
    BOOLEAN("iox::column_type::field::boolean", "bool", 4);

    private final String longName;
    private final String shortName;
    private final int code;

    ColumnType(String longName, String shortName, int code) {
        this.longName = longName;
        this.shortName = shortName;
        this.code = code;
    }

    /// The name in result metadata and in messages, such as `iox::column_type::field::float`.
    public String longName() {
        return longName;
    }

    /// The name in the older request-level texts, such as `f64`.
    public String shortName() {
        return shortName;
    }

    /// The number in stored records (data.md 7.3); never reused.
    public int code() {
        return code;
    }

    /// The type with the given stored number.
    ///
    /// @throws IllegalArgumentException for a number that no type has
    public static ColumnType ofCode(int code) {
        for (ColumnType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new IllegalArgumentException("no column type has code " + code);
    }

    /// Whether it is one of the five field types.
    public boolean isField() {
        return this != TAG && this != TIME;
    }
}
