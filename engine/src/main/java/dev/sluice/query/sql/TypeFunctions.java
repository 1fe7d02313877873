// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query.sql;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression.Call;
import dev.sluice.query.sql.Expression.Literal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Functions about types, and the version (data.md 5.10).
public final class TypeFunctions {
    private static final Pattern TIMESTAMP =
            Pattern.compile("Timestamp\\((\\w+), (?:None|Some\\(\"(.+)\"\\))\\)");

    /// What makes instants of numbers, by the unit in an Arrow type.
    private static final Map<String, String> MAKERS =
            Map.of(
                    "Second", "to_timestamp_seconds",
                    "Millisecond", "to_timestamp_millis",
                    "Microsecond", "to_timestamp_micros");

    private static final Pattern DECIMAL =
            Pattern.compile("Decimal128\\((\\d{1,2}), (\\d{1,2})\\)");

    private TypeFunctions() {}

    /// `arrow_cast(x, 'Int64')`.
    ///
    /// @throws dev.sluice.model.ProblemException *invalid* for a type that is not supported
    public static Expression cast(Call call) {
        List<Expression> arguments = call.arguments();
        if (arguments.size() != 2 || !Arguments.is(arguments.get(1), Literal.Kind.TEXT)) {
            throw UnsupportedSql.planning(
                    "argument_count", "arrow_cast expects a value and the name of a type");
        }
        String name = Arguments.text(call, 1);
        Matcher timestamp = TIMESTAMP.matcher(name);
        if (timestamp.matches()) {
            String maker = MAKERS.get(timestamp.group(1));
            if (maker != null || timestamp.group(1).equals("Nanosecond")) {
                return timestamp(arguments.getFirst(), maker, timestamp.group(2));
            }
        }
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return new Expression.DecimalCast(
                    arguments.getFirst(),
                    Integer.parseInt(decimal.group(1)),
                    Integer.parseInt(decimal.group(2)),
                    false);
        }
        SqlType type = SqlType.findByArrowName(name);
        if (type == null) {
            throw UnsupportedSql.notSupported("type '" + name + "'");
        }
        return Casts.rewrite(arguments.get(0), type, false);
    }

    /// @param maker what makes instants of numbers in the type's unit, null for nanoseconds
    private static Expression timestamp(
            Expression value, @Nullable String maker, @Nullable String zone) {
        if (maker == null) {
            return zone == null
                    ? Casts.rewrite(value, SqlType.TIMESTAMP, false)
                    : TimeConversions.zoned(value, zone);
        }
        Expression instant = TimeConversions.fromUnits(Call.of(maker, value));
        return zone == null ? instant : TimeConversions.zoned(instant, zone);
    }

    /// `arrow_typeof(x)`.
    ///
    /// @param column the type of the column that `x` is, or null for anything else
    public static Expression nameOf(Call call, @Nullable ColumnType column) {
        Expression value = Arguments.require(call, 1, 1).getFirst();
        if (column == ColumnType.TAG) {
            return Literal.ofText("Dictionary(Int32, Utf8)");
        }
        InstantType instant = Instants.typeOf(value);
        if (instant != null) {
            return Literal.ofText(
                    "Timestamp(Nanosecond, "
                            + (instant.zone() == null ? "None" : "Some(\"" + instant.zone() + "\")")
                            + ")");
        }
        return Call.of("sluice_arrow_name", Call.of("typeof", value));
    }

    /// `version()`.
    public static Expression version(Call call) {
        Arguments.require(call, 0, 0);
        return Literal.ofText("Sluice");
    }
}
