// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a CustomResourceDefinition can say of a schema: a structural one of OpenAPI 3. Unknown keys
/// need no word there, since it knows no others.
final class StructuralSchema {
    /// Words that mean the same there.
    private static final Set<String> KEPT =
            Set.of(
                    "description",
                    "enum",
                    "format",
                    "maxItems",
                    "maxLength",
                    "maxProperties",
                    "maximum",
                    "minItems",
                    "minLength",
                    "minimum",
                    "not",
                    "anyOf",
                    "items",
                    "additionalProperties",
                    "pattern",
                    "properties",
                    "required");

    private static final Set<String> FREE = Set.of("description", "nullable");

    private StructuralSchema() {}

    /// Of the whole resource; `apiVersion`, `kind` and `metadata` are the API server's own to
    /// check.
    static Map<String, Object> of(Map<String, Object> root) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("apiVersion", Map.of("type", "string"));
        properties.put("kind", Map.of("type", "string"));
        properties.put("metadata", Map.of("type", "object"));
        for (String part : List.of("spec", "status")) {
            properties.put(part, node(Trees.mapping(root, "properties", part)));
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", "object");
        out.put("description", root.get("description"));
        out.put("required", List.of("spec"));
        out.put("properties", properties);
        return out;
    }

    private static Map<String, Object> node(Map<String, Object> schema) {
        Map<String, Object> out = new LinkedHashMap<>();
        Object type = schema.get("type");
        boolean free = type instanceof List<?> && schema.containsKey(Words.PRESERVE);
        if (type instanceof String) {
            out.put("type", type);
        } else if (type instanceof List<?> types && types.contains("null")) {
            out.put("type", types.getFirst());
            out.put("nullable", true);
        } else if (type instanceof List<?> && !free) {
            out.put(Words.INT_OR_STRING, true);
        }
        schema.forEach((word, value) -> {
            if (word.startsWith("x-kubernetes-") || KEPT.contains(word)) {
                boolean says = !Boolean.FALSE.equals(value);
                boolean fits = !free || FREE.contains(word) || word.startsWith("x-kubernetes-");
                if (says && fits) {
                    out.put(word, Subschemas.replaced(word, value, (_, each) -> node(each)));
                }
            }
        });
        return out;
    }

    /// Kubernetes' own words.
    static final class Words {
        static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
        static final String INT_OR_STRING = "x-kubernetes-int-or-string";
        static final String RULES = "x-kubernetes-validations";

        private Words() {}
    }
}
