// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.query.sql.ChronoFormat;
import dev.sluice.query.sql.Digests;
import dev.sluice.query.sql.Patterns;
import dev.sluice.query.sql.Texts;
import dev.sluice.query.sql.Timestamps;
import dev.sluice.query.sql.Zones;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBScalarFunction;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/// Functions of the dialect that neither the engine nor a macro can compute: clocks of time zones,
/// and instants as text. Most are called by macros; instants go in and out as nanoseconds.
///
/// A null argument gives null. What they throw becomes the error of the query.
final class ScalarFunctions {
    private static final DuckDBColumnType LONG = DuckDBColumnType.BIGINT;
    private static final DuckDBColumnType DOUBLE = DuckDBColumnType.DOUBLE;
    private static final DuckDBColumnType TEXT = DuckDBColumnType.VARCHAR;

    private ScalarFunctions() {}

    /// One value from the values of a row.
    private interface RowFunction {
        void apply(DuckDBDataChunkReader rows, long row, DuckDBWritableVector result)
                throws SQLException;
    }

    /// The same by the clock of a zone.
    private interface ZonedFunction {
        void apply(
                DuckDBDataChunkReader rows, long row, DuckDBWritableVector result, ZoneRules rules)
                throws SQLException;
    }

    /// Makes them known to an engine.
    static void install(DuckDBConnection connection) throws SQLException {
        register(connection, "sluice_local_ns", LONG, List.of(LONG, LONG), localClock(true));
        register(connection, "sluice_of_local_ns", LONG, List.of(LONG, LONG), localClock(false));
        register(connection, "sluice_start_ns", LONG, List.of(LONG, LONG, LONG), start());
        register(
                connection,
                "sluice_wallclock_bin_ns",
                LONG,
                List.of(LONG, LONG, LONG, LONG),
                wallclockBin());
        register(connection, "sluice_parse_ns", LONG, List.of(TEXT), byRow(parse(false)));
        register(connection, "sluice_try_parse_ns", LONG, List.of(TEXT), byRow(parse(true)));
        register(connection, "sluice_parse_by_ns", LONG, List.of(TEXT, TEXT), parseBy());
        register(connection, "sluice_format_ns", TEXT, List.of(LONG, LONG, TEXT), format());
        register(connection, "sluice_cbrt_of", DOUBLE, List.of(DOUBLE), byRow(cbrt()));
        register(connection, "sluice_initcap", TEXT, List.of(TEXT), byRow(initcap()));
        register(connection, "sluice_digest_of", TEXT, List.of(TEXT, TEXT), byRow(digest()));
        register(connection, "sluice_float_text", TEXT, List.of(TEXT), byRow(floatText()));
        register(connection, "sluice_levenshtein_of", LONG, List.of(TEXT, TEXT), byRow(distance()));
        register(connection, "sluice_regexp_replacement", TEXT, List.of(TEXT, TEXT), replacement());
        register(connection, "sluice_arrow_name", TEXT, List.of(TEXT), byRow(arrowName()));
    }

    private static void register(
            DuckDBConnection connection,
            String name,
            DuckDBColumnType result,
            List<DuckDBColumnType> parameters,
            DuckDBScalarFunction function)
            throws SQLException {
        try (var builder = DuckDBFunctions.scalarFunction()) {
            builder.withName(name)
                    .withParameters(parameters.toArray(DuckDBColumnType[]::new))
                    .withReturnType(result)
                    .withVectorizedFunction(function)
                    .register(connection);
        }
    }

    /// Row by row, with null for a null argument.
    private static DuckDBScalarFunction byRow(RowFunction function) {
        return (rows, result) -> {
            long count = rows.rowCount();
            for (long row = 0; row < count; row++) {
                if (anyNull(rows, row)) {
                    result.setNull(row);
                } else {
                    function.apply(rows, row, result);
                }
            }
        };
    }

    private static boolean anyNull(DuckDBDataChunkReader rows, long row) {
        for (long column = 0; column < rows.columnCount(); column++) {
            if (rows.vector(column).isNull(row)) {
                return true;
            }
        }
        return false;
    }

    /// Remembers the zone of the row before, which is nearly always the same.
    private static final class LastZone {
        private long code = Long.MIN_VALUE;
        private ZoneRules rules = ZoneOffset.UTC.getRules();

        ZoneRules rules(long wanted) {
            if (wanted != code) {
                rules = Zones.rules(wanted);
                code = wanted;
            }
            return rules;
        }
    }

    /// Row by row, with the rules of the zone whose code is in a column.
    private static DuckDBScalarFunction byZone(int column, ZonedFunction function) {
        return (rows, result) -> {
            LastZone zone = new LastZone();
            byRow((chunk, row, out) ->
                            function.apply(
                                    chunk, row, out, zone.rules(chunk.vector(column).getLong(row))))
                    .apply(rows, result);
        };
    }

    private static DuckDBScalarFunction localClock(boolean toLocal) {
        return byZone(
                1,
                (chunk, row, out, rules) -> {
                    long nanos = chunk.vector(0).getLong(row);
                    out.setLong(
                            row, toLocal ? Zones.local(nanos, rules) : Zones.instant(nanos, rules));
                });
    }

    private static DuckDBScalarFunction start() {
        return byZone(
                2,
                (chunk, row, out, rules) ->
                        out.setLong(
                                row,
                                Zones.start(
                                        chunk.vector(0).getLong(row),
                                        chunk.vector(1).getLong(row),
                                        rules)));
    }

    private static DuckDBScalarFunction wallclockBin() {
        return byZone(
                3,
                (chunk, row, out, rules) ->
                        out.setLong(
                                row,
                                Zones.bin(
                                        chunk.vector(1).getLong(row),
                                        chunk.vector(0).getLong(row),
                                        chunk.vector(2).getLong(row),
                                        rules)));
    }

    private static RowFunction parse(boolean attempt) {
        return (rows, row, result) -> {
            String text = rows.vector(0).getString(row);
            OptionalLong nanos = Timestamps.parse(text);
            if (nanos.isPresent()) {
                result.setLong(row, nanos.getAsLong());
            } else if (attempt) {
                result.setNull(row);
            } else {
                throw new IllegalArgumentException("not a timestamp: '" + text + "'");
            }
        };
    }

    /// Remembers what was made of the text of the row before, which is nearly always the same.
    private static final class Last<T> {
        private final Function<String, T> read;
        private String text = "";
        private @Nullable T value;

        Last(Function<String, T> read) {
            this.read = read;
        }

        T of(String wanted) {
            T known = value;
            if (known == null || !wanted.equals(text)) {
                known = read.apply(wanted);
                value = known;
                text = wanted;
            }
            return known;
        }
    }

    private static DuckDBScalarFunction parseBy() {
        return (rows, result) -> {
            Last<List<ChronoFormat>> formats = new Last<>(ChronoFormat::allOf);
            byRow((chunk, row, out) ->
                            out.setLong(
                                    row,
                                    parse(
                                            chunk.vector(0).getString(row),
                                            formats.of(chunk.vector(1).getString(row)))))
                    .apply(rows, result);
        };
    }

    private static long parse(String text, List<ChronoFormat> formats) {
        for (ChronoFormat format : formats) {
            OptionalLong nanos = format.parse(text);
            if (nanos.isPresent()) {
                return nanos.getAsLong();
            }
        }
        throw new IllegalArgumentException(
                "'"
                        + text
                        + "' has none of the formats '"
                        + formats.stream()
                                .map(ChronoFormat::pattern)
                                .collect(Collectors.joining("', '"))
                        + "'");
    }

    private static DuckDBScalarFunction format() {
        return (rows, result) -> {
            Last<ChronoFormat> format = new Last<>(ChronoFormat::of);
            LastZone zone = new LastZone();
            byRow(
                            (chunk, row, out) -> {
                                long code = chunk.vector(1).getLong(row);
                                out.setString(
                                        row,
                                        format.of(chunk.vector(2).getString(row))
                                                .format(
                                                        chunk.vector(0).getLong(row),
                                                        zone.rules(code),
                                                        Zones.name(code)));
                            })
                    .apply(rows, result);
        };
    }

    private static RowFunction cbrt() {
        return (rows, row, result) ->
                result.setDouble(row, Math.cbrt(rows.vector(0).getDouble(row)));
    }

    /// The first character of each word large, the others small.
    private static RowFunction initcap() {
        return (rows, row, result) -> {
            StringBuilder out = new StringBuilder();
            int[] before = {' '};
            rows.vector(0)
                    .getString(row)
                    .codePoints()
                    .forEach(c -> {
                        out.appendCodePoint(
                                Character.isLetterOrDigit(before[0])
                                        ? Character.toLowerCase(c)
                                        : Character.toUpperCase(c));
                        before[0] = c;
                    });
            result.setString(row, out.toString());
        };
    }

    private static RowFunction digest() {
        return (rows, row, result) ->
                result.setString(
                        row,
                        Digests.digest(
                                rows.vector(0).getString(row), rows.vector(1).getString(row)));
    }

    private static RowFunction floatText() {
        return (rows, row, result) ->
                result.setString(row, Texts.ofFloat(rows.vector(0).getString(row)));
    }

    private static RowFunction distance() {
        return (rows, row, result) ->
                result.setLong(
                        row,
                        Texts.distance(
                                rows.vector(0).getString(row), rows.vector(1).getString(row)));
    }

    private static DuckDBScalarFunction replacement() {
        return (rows, result) -> {
            Last<Last<String>> replacements =
                    new Last<>(pattern -> new Last<>(text -> Patterns.replacement(text, pattern)));
            byRow((chunk, row, out) ->
                            out.setString(
                                    row,
                                    replacements
                                            .of(chunk.vector(1).getString(row))
                                            .of(chunk.vector(0).getString(row))))
                    .apply(rows, result);
        };
    }

    private static RowFunction arrowName() {
        return (rows, row, result) ->
                result.setString(row, ArrowNames.of(rows.vector(0).getString(row)));
    }
}
