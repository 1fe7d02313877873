// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxql.plan;

import dev.sluice.influxql.Term.Variable;
import dev.sluice.influxql.Term.VariableType;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.TextOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private final Map<String, ColumnType> fields = new TreeMap<>(BY_BYTES);

    /// Of several sources a name may be a tag of one and a field of another.
    private final Set<String> tags = new TreeSet<>(BY_BYTES);

    static Columns of(MeasurementSchema measurement) {
        Columns result = new Columns();
        for (Column column : measurement.columns()) {
            if (column.type() != ColumnType.TIME) {
                result.add(column.name(), column.type());
            }
        }
        return result;
    }

    /// What all of them have.
    static Columns merged(Collection<Columns> all) {
        Columns result = new Columns();
        for (Columns columns : all) {
            columns.fields.forEach(result::add);
            result.tags.addAll(columns.tags);
        }
        return result;
    }

    /// The same with each name once: the field where there is a tag of its name too.
    Columns once() {
        Columns result = merged(List.of(this));
        result.tags.removeAll(fields.keySet());
        return result;
    }

    /// Adds a column, or another opinion about its type.
    void add(String name, ColumnType type) {
        if (type == ColumnType.TAG) {
            tags.add(name);
        } else {
            fields.merge(name, type, Columns::stronger);
        }
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

    /// The type of the column with this name, of the field before the tag; or null.
    @Nullable ColumnType typeOf(String name) {
        ColumnType type = fields.get(name);
        return type == null && tags.contains(name) ? ColumnType.TAG : type;
    }

    /// The type of what a variable means before any cast: null when there is nothing of its kind.
    @Nullable ColumnType typeOf(Variable variable) {
        String name = variable.name();
        return switch (variable.type()) {
            case TAG -> tags.contains(name) ? ColumnType.TAG : null;
            case FIELD -> fields.get(name);
            case null, default -> typeOf(name);
        };
    }

    boolean isField(Variable variable) {
        ColumnType type = typeOf(variable);
        return type != null && type != ColumnType.TAG;
    }

    /// All columns by name, a field before the tag of its name; only that tag has a type.
    List<Variable> variables() {
        Set<String> names = new TreeSet<>(BY_BYTES);
        names.addAll(fields.keySet());
        names.addAll(tags);
        List<Variable> result = new ArrayList<>();
        for (String name : names) {
            result.add(Variable.named(name));
            if (fields.containsKey(name) && tags.contains(name)) {
                result.add(new Variable(name, VariableType.TAG));
            }
        }
        return result;
    }

    List<String> tags() {
        return List.copyOf(tags);
    }

    /// The fields of types that a function takes.
    List<String> fields(Function.Input input) {
        return fields.entrySet().stream()
                .filter(entry -> input.takes(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
