// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.InstantType;
import dev.sluice.query.sql.Instants;
import dev.sluice.query.sql.SqlType;
import dev.sluice.query.sql.Types;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A column of a relation or of a result.
///
/// @param name as the user sees it
/// @param type what the table holds, for a plain reference to a column; null for anything computed
/// @param value the type of its values as far as it is known, else null
/// @param instant how it is read where it is known to hold instants, else null
/// @param required whether a result says that it has no nulls (data.md 4.7)
/// @param range where its instants surely are; all time where that is not told
public record OutputColumn(
        String name,
        @Nullable ColumnType type,
        @Nullable SqlType value,
        @Nullable InstantType instant,
        boolean required,
        TimeRange range) {

    /// A column of a table, or one of which nothing is known.
    public OutputColumn(String name, @Nullable ColumnType type) {
        this(
                name,
                type,
                Types.of(type),
                type == ColumnType.TIME ? InstantType.PLAIN : null,
                type == ColumnType.TIME,
                TimeRange.ALL);
    }

    /// One that was computed, or a column of a table.
    ///
    /// @param type null where it was computed
    /// @param value the type of its values, if it is known
    public static OutputColumn of(
            String name, @Nullable ColumnType type, @Nullable ColumnType value) {
        return type != null
                ? new OutputColumn(name, type)
                : new OutputColumn(name, null, Types.of(value), null, false, TimeRange.ALL);
    }

    /// What an expression gives.
    static OutputColumn of(String name, Expression expression) {
        return new OutputColumn(
                name,
                null,
                Types.of(expression),
                Instants.typeOf(expression),
                false,
                TimeRange.ALL);
    }

    /// What is known of the column, around a reference to it.
    Expression known(Expression reference) {
        if (instant != null) {
            return new Expression.Instant(reference, instant);
        }
        return value == null ? reference : new Expression.Typed(reference, value);
    }

    /// The same under another name.
    OutputColumn named(String other) {
        return new OutputColumn(other, type, value, instant, required, range);
    }

    /// What is known of a column of this name with the values of both.
    OutputColumn or(OutputColumn other) {
        return new OutputColumn(
                name,
                type == other.type ? type : null,
                value == other.value ? value : null,
                Objects.equals(instant, other.instant) ? instant : null,
                required && other.required,
                range.hull(other.range));
    }

    /// The same with nulls, as an outer join gives them, and perhaps other rows.
    OutputColumn withNulls() {
        return new OutputColumn(name, type, value, instant, false, TimeRange.ALL);
    }

    /// The same without nulls.
    OutputColumn withoutNulls() {
        return new OutputColumn(name, type, value, instant, true, range);
    }

    /// The same, whose instants are in a range, too.
    OutputColumn within(TimeRange other) {
        return new OutputColumn(name, type, value, instant, required, range.and(other));
    }
}
