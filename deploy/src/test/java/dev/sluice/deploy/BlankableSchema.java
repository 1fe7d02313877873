// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A schema of values of which each may be absent, null or blank: the chart drops those before it
/// renders, and tells by itself what it cannot do without.
final class BlankableSchema {
    private static final Set<String> KEPT =
            Set.of(
                    "description",
                    "maxItems",
                    "maxLength",
                    "maximum",
                    "minimum",
                    "anyOf",
                    "items",
                    "additionalProperties",
                    "properties");

    private BlankableSchema() {}

    static Map<String, Object> of(Map<String, Object> schema) {
        Map<String, Object> out = new LinkedHashMap<>();
        schema.forEach((word, value) -> {
            switch (word) {
                case "type" -> out.put("type", orNull(value));
                case "pattern" -> out.put("pattern", "^\\s*$|" + value);
                case "enum" -> out.put("enum", orBlank((List<?>) value));
                case "const" -> out.put("enum", orBlank(List.of(value)));
                // What must not be so is not so when it is blank.
                case "not" -> out.put("not", value);
                default -> {
                    if (KEPT.contains(word)) {
                        out.put(word, Subschemas.replaced(word, value, (_, each) -> of(each)));
                    }
                }
            }
            if (word.equals("required") && !schema.containsKey("type")) {
                // A condition inside of anyOf, not a demand.
                out.put(word, value);
            }
        });
        return out;
    }

    private static List<Object> orNull(Object type) {
        List<Object> types = new ArrayList<>();
        if (type instanceof List<?> list) {
            types.addAll(list);
        } else {
            types.add(type);
        }
        types.remove("null");
        types.add("null");
        return types;
    }

    private static List<Object> orBlank(List<?> values) {
        List<Object> all = new ArrayList<>(values);
        all.add("");
        all.add(null);
        return all;
    }
}
