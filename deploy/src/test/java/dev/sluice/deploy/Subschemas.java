// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Which words of a schema hold schemas, and which hold mere values.
final class Subschemas {
    private static final Set<String> ONE =
            Set.of("items", "additionalProperties", "not", "if", "then", "else");
    private static final Set<String> NAMED = Set.of("properties", "$defs");
    private static final Set<String> LISTED = Set.of("oneOf", "anyOf", "allOf");

    private Subschemas() {}

    /// The value of a word with each schema in it replaced; `true` and `false` are no schemas here.
    ///
    /// @param change takes the word and the schema
    static Object replaced(
            String word,
            Object value,
            BiFunction<String, Map<String, Object>, Map<String, Object>> change) {
        if (ONE.contains(word)) {
            return one(word, value, change);
        }
        if (LISTED.contains(word)) {
            return ((List<?>) value)
                    .stream().map(each -> one(word, Objects.requireNonNull(each), change)).toList();
        }
        if (NAMED.contains(word)) {
            Map<String, Object> named = new LinkedHashMap<>();
            Trees.mapping(value).forEach((name, each) -> named.put(name, one(word, each, change)));
            return named;
        }
        return value;
    }

    private static Object one(
            String word,
            Object value,
            BiFunction<String, Map<String, Object>, Map<String, Object>> change) {
        return value instanceof Map<?, ?> ? change.apply(word, Trees.mapping(value)) : value;
    }

    /// The schemas of the members of an object, by name.
    static Map<String, Object> properties(Map<String, Object> schema) {
        Object properties = schema.get("properties");
        return properties == null ? Map.of() : Trees.mapping(properties);
    }

    /// The schema of the entries of a list, or of the members of an object that have any name.
    static @Nullable Map<String, Object> each(Map<String, Object> schema, String word) {
        Object each = schema.get(word);
        return each instanceof Map<?, ?> ? Trees.mapping(each) : null;
    }
}
