// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.model.ColumnType;
import dev.sluice.query.sql.Expression;
import org.jspecify.annotations.Nullable;

/// A value and its type.
///
/// @param value gives it, or null for a row that has none
/// @param type null when it is null in every row
record Typed(Expression value, @Nullable ColumnType type) {
    /// Null in every row.
    static Typed nothing() {
        return new Typed(Sql.nothing(null), null);
    }

    /// Whether it is null in every row.
    boolean isNothing() {
        return type == null;
    }

    boolean isNumeric() {
        return type == ColumnType.FLOAT
                || type == ColumnType.INTEGER
                || type == ColumnType.UINTEGER;
    }

    boolean isWhole() {
        return type == ColumnType.INTEGER || type == ColumnType.UINTEGER;
    }

    /// As a double.
    Expression asFloat() {
        return type == ColumnType.FLOAT ? value : Sql.cast(value, ColumnType.FLOAT);
    }

    /// A number as another type of numbers, a value of the type itself, else nothing.
    Typed converted(@Nullable ColumnType wanted) {
        boolean numbers = isNumeric() && new Typed(value, wanted).isNumeric();
        return type == wanted || numbers ? as(wanted) : nothing();
    }

    /// The same as another type: numbers convert among each other, anything else is null.
    Typed as(@Nullable ColumnType wanted) {
        if (type == wanted) {
            return this;
        }
        if (wanted == null || type == null) {
            return new Typed(Sql.nothing(wanted), wanted);
        }
        boolean text = type == ColumnType.TAG && wanted == ColumnType.STRING;
        if (text) {
            return new Typed(value, wanted);
        }
        Typed target = new Typed(value, wanted);
        if (!isNumeric() || !target.isNumeric()) {
            return new Typed(Sql.nothing(wanted), wanted);
        }
        Expression whole = type == ColumnType.FLOAT ? Sql.call("trunc", value) : value;
        return new Typed(
                wanted == ColumnType.FLOAT ? asFloat() : Sql.attempt(whole, wanted), wanted);
    }
}
