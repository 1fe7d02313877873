// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A type that a cast may name (data.md 5.3).
public enum SqlType {
    /// Truth.
    BOOLEAN("BOOLEAN", "Boolean"),
    /// Signed, 8 bits.
    TINYINT("TINYINT", "Int8"),
    /// Signed, 16 bits.
    SMALLINT("SMALLINT", "Int16"),
    /// Signed, 32 bits.
    INTEGER("INTEGER", "Int32"),
    /// Signed, 64 bits.
    BIGINT("BIGINT", "Int64"),
    /// Unsigned, 64 bits.
    UBIGINT("UBIGINT", "UInt64"),
    /// Single precision.
    FLOAT("FLOAT", "Float32"),
    /// Double precision.
    DOUBLE("DOUBLE", "Float64"),
    /// Text.
    VARCHAR("VARCHAR", "Utf8"),
    /// An instant without a zone, in nanoseconds.
    TIMESTAMP("TIMESTAMP_NS", "Timestamp(Nanosecond, None)"),
    /// An instant with the zone `+00:00`.
    TIMESTAMPTZ("TIMESTAMP_NS", "Timestamp(Nanosecond, Some(\"+00:00\"))"),
    /// A calendar day.
    DATE("DATE", "Date32"),
    /// A clock reading.
    TIME("TIME_NS", "Time64(Nanosecond)"),
    /// A length of time.
    INTERVAL("INTERVAL", "Interval(MonthDayNano)");

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

    /// Text is the same in all the ways in which Arrow holds it.
    private static final Set<String> ARROW_TEXTS =
            Set.of("LargeUtf8", "Utf8View", "Dictionary(Int32, Utf8)");

    private final String engineName;
    private final String arrowName;

    SqlType(String engineName, String arrowName) {
        this.engineName = engineName;
        this.arrowName = arrowName;
    }

    /// What the engine calls it.
    public String engineName() {
        return engineName;
    }

    /// What messages call it.
    String arrowName() {
        return arrowName;
    }

    /// The type of an SQL name, in any case; null for a type that is not supported.
    public static @Nullable SqlType find(String name) {
        return BY_NAME.get(name.toUpperCase(Locale.ROOT));
    }

    /// The type of an Arrow name as `arrow_cast` takes it; null for one that is not supported.
    public static @Nullable SqlType findByArrowName(String name) {
        for (SqlType type : values()) {
            if (type.arrowName.equals(name)) {
                return type;
            }
        }
        return ARROW_TEXTS.contains(name) ? VARCHAR : null;
    }
}
