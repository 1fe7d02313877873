// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Term.Variable;
import dev.sluice.influxql.Term.VariableType;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.TextOrder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The fields and tags of one source, or of several together, by the bytes of their names. The time
/// is none of them.
final class Columns {
    /// Where two sources differ, the type that wins (data.md 6.2).
    private static final List<ColumnType> PRECEDENCE =
            List.of(
                    ColumnType.FLOAT,
                    ColumnType.INTEGER,
                    ColumnType.UINTEGER,
                    ColumnType.STRING,
                    ColumnType.BOOLEAN,
                    ColumnType.TAG);

    static final Comparator<String> BY_BYTES = TextOrder::compare;

    private final Map<String, ColumnType> types = new TreeMap<>(BY_BYTES);

    static Columns of(MeasurementSchema measurement) {
        Columns result = new Columns();
        for (Column column : measurement.columns()) {
            if (column.type() != ColumnType.TIME) {
                result.types.put(column.name(), column.type());
            }
        }
        return result;
    }

    /// What all of them have.
    static Columns merged(Collection<Columns> all) {
        Columns result = new Columns();
        all.forEach(columns -> columns.types.forEach(result::add));
        return result;
    }

    /// Adds a column, or another opinion about its type.
    void add(String name, ColumnType type) {
        types.merge(name, type, Columns::stronger);
    }

    /// The type that wins; null is no opinion.
    static @Nullable ColumnType common(@Nullable ColumnType a, @Nullable ColumnType b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return stronger(a, b);
    }

    private static ColumnType stronger(ColumnType a, ColumnType b) {
        return PRECEDENCE.indexOf(a) <= PRECEDENCE.indexOf(b) ? a : b;
    }

    /// The type of the column with this name, or null.
    @Nullable ColumnType typeOf(String name) {
        return types.get(name);
    }

    /// The type of what a variable means before any cast: null when there is nothing of its kind.
    @Nullable ColumnType typeOf(Variable variable) {
        ColumnType type = types.get(variable.name());
        boolean wrongKind =
                type == null
                        || (variable.type() == VariableType.TAG && type != ColumnType.TAG)
                        || (variable.type() == VariableType.FIELD && type == ColumnType.TAG);
        return wrongKind ? null : type;
    }

    boolean isField(Variable variable) {
        ColumnType type = typeOf(variable);
        return type != null && type != ColumnType.TAG;
    }

    List<String> names() {
        return List.copyOf(types.keySet());
    }

    List<String> tags() {
        return types.entrySet().stream()
                .filter(entry -> entry.getValue() == ColumnType.TAG)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The fields of types that a function takes.
    List<String> fields(Function.Input input) {
        return types.entrySet().stream()
                .filter(entry -> input.takes(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
