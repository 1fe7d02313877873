// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import com.networknt.schema.SpecificationVersion;
import dev.sluice.deploy.StructuralSchema.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.tools.Script;
import org.projectnessie.cel.tools.ScriptException;
import org.projectnessie.cel.tools.ScriptHost;

/// The CustomResourceDefinition of the chart, and what it says of a resource when `kubectl apply`
/// asks for strict checks, as it does unless told otherwise: unknown keys, the schema, and the
/// rules in CEL. It reads what an API server reads, but is none: an API server's own text of
/// messages and its estimate of what a rule costs are not here.
final class ResourceDefinition {
    private static final ScriptHost CEL = ScriptHost.newBuilder().build();

    private final Map<String, Object> schema;
    private final JsonSchema json;

    ResourceDefinition(Map<String, Object> definition) {
        List<?> versions =
                (List<?>) Objects.requireNonNull(Trees.value(definition, "spec", "versions"));
        this.schema =
                Trees.mapping(
                        Trees.mapping(Objects.requireNonNull(versions.getFirst())),
                        "schema",
                        "openAPIV3Schema");
        this.json = new JsonSchema(plain(schema), SpecificationVersion.DRAFT_2020_12);
    }

    static ResourceDefinition load() {
        return new ResourceDefinition(Trees.map(AppInstanceSchema.DEFINITION));
    }

    Map<String, Object> schema() {
        return schema;
    }

    /// What is wrong, each with its place.
    List<String> problems(Map<String, Object> resource) {
        List<String> problems = new ArrayList<>(json.problems(resource));
        check(schema, resource, "", problems);
        return problems;
    }

    /// What Kubernetes says in words of its own, in JSON Schema's.
    private static Map<String, Object> plain(Map<String, Object> schema) {
        Map<String, Object> out = new LinkedHashMap<>();
        schema.forEach((word, value) -> {
            if (!word.startsWith("x-kubernetes-") && !word.equals("nullable")) {
                out.put(word, Subschemas.replaced(word, value, (_, each) -> plain(each)));
            }
        });
        if (schema.containsKey(Words.INT_OR_STRING)) {
            out.put("type", List.of("integer", "string"));
        }
        if (schema.containsKey("nullable")) {
            out.put("type", List.of(Objects.requireNonNull(schema.get("type")), "null"));
        }
        return out;
    }

    private static void check(
            Map<String, Object> schema,
            @Nullable Object value,
            String place,
            List<String> problems) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                String below = place + "/" + name;
                Map<String, Object> known = member(schema, String.valueOf(name));
                if (known != null) {
                    check(known, member, below, problems);
                } else if (!isOpen(schema, place)) {
                    problems.add(below + ": unknown field");
                }
            });
        } else if (value instanceof List<?> list) {
            Map<String, Object> items = Subschemas.each(schema, "items");
            for (int i = 0; items != null && i < list.size(); i++) {
                check(items, list.get(i), place + "/" + i, problems);
            }
        }
        if (value != null) {
            checkRules(schema, value, place, problems);
        }
    }

    private static @Nullable Map<String, Object> member(Map<String, Object> schema, String name) {
        Object known = Subschemas.properties(schema).get(name);
        return known == null
                ? Subschemas.each(schema, "additionalProperties")
                : Trees.mapping(known);
    }

    private static boolean isOpen(Map<String, Object> schema, String place) {
        return schema.containsKey(Words.PRESERVE) || place.equals("/metadata");
    }

    private static void checkRules(
            Map<String, Object> schema, Object value, String place, List<String> problems) {
        for (Rule rule : Rule.of(schema)) {
            if (!rule.holds(value)) {
                problems.add(place + ": " + rule.message());
            }
        }
    }

    /// A rule in CEL.
    record Rule(String text, String message) {
        static List<Rule> of(Map<String, Object> schema) {
            List<Rule> rules = new ArrayList<>();
            if (schema.get(Words.RULES) instanceof List<?> list) {
                for (Object each : list) {
                    Map<String, Object> rule = Trees.mapping(Objects.requireNonNull(each));
                    rules.add(
                            new Rule(
                                    Objects.requireNonNull(rule.get("rule")).toString(),
                                    Objects.requireNonNull(rule.get("message")).toString()));
                }
            }
            return rules;
        }

        private boolean holds(Object self) {
            try {
                Script script =
                        CEL.buildScript(text)
                                .withDeclarations(Decls.newVar("self", Decls.Dyn))
                                .build();
                return script.execute(Boolean.class, Map.of("self", self));
            } catch (ScriptException e) {
                // An API server refuses, too, where a rule cannot be evaluated.
                return false;
            }
        }
    }
}
