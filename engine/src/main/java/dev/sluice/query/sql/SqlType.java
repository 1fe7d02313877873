// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A type that a cast may name (data.md 5.3).
public enum SqlType {
    /// Truth.
    BOOLEAN("BOOLEAN"),
    /// Signed, 8 bits.
    TINYINT("TINYINT"),
    /// Signed, 16 bits.
    SMALLINT("SMALLINT"),
    /// Signed, 32 bits.
    INTEGER("INTEGER"),
    /// Signed, 64 bits.
    BIGINT("BIGINT"),
    /// Unsigned, 64 bits.
    UBIGINT("UBIGINT"),
    /// Single precision.
    FLOAT("FLOAT"),
    /// Double precision.
    DOUBLE("DOUBLE"),
    /// Text.
    VARCHAR("VARCHAR"),
    /// An instant without a zone, in nanoseconds.
    TIMESTAMP("TIMESTAMP_NS"),
    /// An instant with the zone `+00:00`.
    TIMESTAMPTZ("TIMESTAMP_NS"),
    /// A calendar day.
    DATE("DATE"),
    /// A clock reading.
    TIME("TIME_NS"),
    /// A length of time.
    INTERVAL("INTERVAL");

    private static final Map<String, SqlType> BY_NAME =
            Map.ofEntries(
                    Map.entry("BOOLEAN", BOOLEAN),
                    Map.entry("BOOL", BOOLEAN),
                    Map.entry("TINYINT", TINYINT),
                    Map.entry("SMALLINT", SMALLINT),
                    Map.entry("INT2", SMALLINT),
                    Map.entry("INT4", INTEGER),
                    Map.entry("INT8", BIGINT),
                    Map.entry("FLOAT4", FLOAT),
                    Map.entry("FLOAT8", DOUBLE),
                    Map.entry("INT", INTEGER),
                    Map.entry("INTEGER", INTEGER),
                    Map.entry("BIGINT", BIGINT),
                    Map.entry("UBIGINT", UBIGINT),
                    Map.entry("FLOAT", FLOAT),
                    Map.entry("REAL", FLOAT),
                    Map.entry("DOUBLE", DOUBLE),
                    Map.entry("VARCHAR", VARCHAR),
                    Map.entry("CHAR", VARCHAR),
                    Map.entry("BPCHAR", VARCHAR),
                    Map.entry("TEXT", VARCHAR),
                    Map.entry("STRING", VARCHAR),
                    Map.entry("TIMESTAMP", TIMESTAMP),
                    Map.entry("TIMESTAMP_NS", TIMESTAMP),
                    Map.entry("TIMESTAMPTZ", TIMESTAMPTZ),
                    Map.entry("TIMESTAMP WITH TIME ZONE", TIMESTAMPTZ),
                    Map.entry("DATE", DATE),
                    Map.entry("TIME", TIME),
                    Map.entry("INTERVAL", INTERVAL));

    private static final Map<String, SqlType> BY_ARROW_NAME =
            Map.ofEntries(
                    Map.entry("Boolean", BOOLEAN),
                    Map.entry("Int8", TINYINT),
                    Map.entry("Int16", SMALLINT),
                    Map.entry("Int32", INTEGER),
                    Map.entry("Int64", BIGINT),
                    Map.entry("UInt64", UBIGINT),
                    Map.entry("Float32", FLOAT),
                    Map.entry("Float64", DOUBLE),
                    Map.entry("Utf8", VARCHAR),
                    Map.entry("LargeUtf8", VARCHAR),
                    Map.entry("Utf8View", VARCHAR),
                    Map.entry("Dictionary(Int32, Utf8)", VARCHAR),
                    Map.entry("Timestamp(Nanosecond, None)", TIMESTAMP),
                    Map.entry("Date32", DATE),
                    Map.entry("Time64(Nanosecond)", TIME),
                    Map.entry("Interval(MonthDayNano)", INTERVAL));

    private final String engineName;

    SqlType(String engineName) {
        this.engineName = engineName;
    }

    /// What the engine calls it.
    public String engineName() {
        return engineName;
    }

    /// The type of an SQL name, in any case; null for a type that is not supported.
    public static @Nullable SqlType find(String name) {
        return BY_NAME.get(name.toUpperCase(Locale.ROOT));
    }

    /// The type of an Arrow name as `arrow_cast` takes it; null for one that is not supported. Text
    /// is the same in all the ways in which Arrow holds it.
    public static @Nullable SqlType findByArrowName(String name) {
        return BY_ARROW_NAME.get(name);
    }
}
