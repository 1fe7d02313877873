// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import dev.sluice.query.sql.Expression;
import dev.sluice.query.sql.Expression.Literal;
import dev.sluice.query.sql.SqlType;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parameters of which not all have values: answers each other name with a place for a value, and
/// remembers who was asked for. A map in nothing but [#get].
final class AskedParameters extends AbstractMap<String, Object> {
    private static final Comparator<String> ORDER =
            Comparator.comparing((String name) -> number(name) == null)
                    .thenComparing(name -> Objects.requireNonNullElse(number(name), 0L))
                    .thenComparing(Comparator.naturalOrder());

    private final Map<String, Object> given;
    private final Map<String, Expression.Parameter> places = new LinkedHashMap<>();

    /// @param given the values that there are
    AskedParameters(Map<String, Object> given) {
        this.given = given;
    }

    @Override
    public @Nullable Object get(Object name) {
        Object value = given.get(name);
        if (value != null) {
            return value;
        }
        return places.computeIfAbsent(
                String.valueOf(name),
                _ -> new Expression.Parameter(String.valueOf(places.size() + 1)));
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        throw new UnsupportedOperationException("nobody knows yet what will be asked for");
    }

    boolean isNone() {
        return places.isEmpty();
    }

    /// What was asked for and has no value, in the order of [QueryDescription#parameters].
    ///
    /// @param types by place
    List<QueryDescription.Parameter> described(List<@Nullable SqlType> types) {
        List<String> names = new ArrayList<>(places.keySet());
        names.sort(ORDER);
        return names.stream()
                .map(name -> new QueryDescription.Parameter(name, type(name, types)))
                .toList();
    }

    /// The given values, and a null of its type for each other one that was asked for.
    Map<String, Object> nulls(List<@Nullable SqlType> types) {
        Map<String, Object> nulls = new HashMap<>(given);
        for (String name : places.keySet()) {
            Expression nothing = new Literal(Literal.Kind.NULL, "");
            SqlType type = type(name, types);
            nulls.put(name, type == null ? nothing : new Expression.Cast(nothing, type, false));
        }
        return nulls;
    }

    private @Nullable SqlType type(String name, List<@Nullable SqlType> types) {
        Expression.Parameter place = places.get(name);
        int index = place == null ? types.size() : Integer.parseInt(place.name()) - 1;
        return index < types.size() ? types.get(index) : null;
    }

    private static @Nullable Long number(String name) {
        try {
            return Long.valueOf(name);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
