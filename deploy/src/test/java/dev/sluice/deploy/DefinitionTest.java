// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.deploy.ResourceDefinition.Rule;
import dev.sluice.deploy.StructuralSchema.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The definition is one that an API server takes: its schema is structural, and its rules in CEL
/// are about fields that there are, in lists and texts whose lengths have bounds. These are the
/// documented conditions; the API server's own estimate of costs is not among them.
final class DefinitionTest {
    private static final Set<String> JUNCTORS = Set.of("allOf", "anyOf", "oneOf", "not");
    private static final Set<String> FORBIDDEN =
            Set.of(
                    "$ref",
                    "$defs",
                    "const",
                    "definitions",
                    "dependentRequired",
                    "dependencies",
                    "if",
                    "then",
                    "else",
                    "id",
                    "$id",
                    "patternProperties",
                    "uniqueItems",
                    "deprecated",
                    "discriminator",
                    "readOnly",
                    "writeOnly",
                    "xml");
    private static final Set<String> NOT_IN_JUNCTORS =
            Set.of("type", "description", "default", "nullable", "additionalProperties");
    private static final Pattern FIELD = Pattern.compile("\\b(self|u|v)\\.(\\w+)\\b(?!\\()");

    private final Map<String, Object> schema = ResourceDefinition.load().schema();
    private final List<String> faults = new ArrayList<>();

    @Test
    void theSchemaIsStructural() {
        checkNode(schema, "");

        assertThat(faults).isEmpty();
    }

    private void checkNode(Map<String, Object> node, String place) {
        boolean untyped = node.containsKey(Words.INT_OR_STRING) || node.containsKey(Words.PRESERVE);
        if (!(node.get("type") instanceof String) && !untyped) {
            faults.add(place + " has no type");
        }
        if (node.containsKey("properties") && node.containsKey("additionalProperties")) {
            faults.add(place + " has both properties and additionalProperties");
        }
        node.forEach((word, value) -> {
            if (FORBIDDEN.contains(word) || (value instanceof Boolean && isSchema(word))) {
                faults.add(place + " has " + word);
            }
            Subschemas.replaced(
                    word,
                    value,
                    (_, each) -> {
                        if (JUNCTORS.contains(word)) {
                            checkJunctor(each, node, place + "/" + word);
                        } else {
                            checkNode(each, place + "/" + word);
                        }
                        return each;
                    });
        });
    }

    private static boolean isSchema(String word) {
        return word.equals("additionalProperties") || word.equals("items");
    }

    /// What stands in a junctor only bounds values, of fields that are declared outside of it.
    private void checkJunctor(Map<String, Object> node, Map<String, Object> outside, String place) {
        node.forEach((word, value) -> {
            if (FORBIDDEN.contains(word)
                    || NOT_IN_JUNCTORS.contains(word)
                    || word.startsWith("x-kubernetes-")) {
                faults.add(place + " has " + word);
            }
            if (JUNCTORS.contains(word)) {
                Subschemas.replaced(
                        word,
                        value,
                        (_, each) -> {
                            checkJunctor(each, outside, place + "/" + word);
                            return each;
                        });
            }
        });
        Subschemas.properties(node)
                .forEach((name, each) -> {
                    Object declared = Subschemas.properties(outside).get(name);
                    if (declared == null) {
                        faults.add(place + " speaks of " + name);
                    } else {
                        checkJunctor(
                                Trees.mapping(each), Trees.mapping(declared), place + "/" + name);
                    }
                });
    }

    @Test
    void rulesAreAboutFieldsThatThereAre() {
        Set<String> unknown = new TreeSet<>();
        Set<String> unbounded = new TreeSet<>();
        int rules = checkRules(schema, unknown, unbounded);

        assertThat(unknown).isEmpty();
        assertThat(unbounded).as("fields without maxLength or maxItems").isEmpty();
        assertThat(rules).isGreaterThan(10);
    }

    private static int checkRules(
            Map<String, Object> node, Set<String> unknown, Set<String> unbounded) {
        AtomicInteger count = new AtomicInteger();
        Map<String, Object> items = Subschemas.each(node, "items");
        for (Rule rule : Rule.of(node)) {
            count.incrementAndGet();
            Matcher field = FIELD.matcher(rule.text());
            while (field.find()) {
                Map<String, Object> owner =
                        field.group(1).equals("self") ? node : items == null ? Map.of() : items;
                Object declared = Subschemas.properties(owner).get(field.group(2));
                if (declared == null || !Trees.mapping(declared).containsKey("type")) {
                    unknown.add(rule.text());
                } else if (isRead(rule.text(), field.group()) && !isBounded(declared)) {
                    unbounded.add(rule.text());
                }
            }
            if ("array".equals(node.get("type")) && !node.containsKey("maxItems")) {
                unbounded.add(rule.text());
            }
        }
        node.forEach((word, value) ->
                Subschemas.replaced(
                        word,
                        value,
                        (_, each) -> {
                            count.addAndGet(checkRules(each, unknown, unbounded));
                            return each;
                        }));
        return count.get();
    }

    /// Whether more is asked than whether the field is there.
    private static boolean isRead(String rule, String field) {
        return Pattern.compile("(?<!has\\()" + Pattern.quote(field) + "\\b").matcher(rule).find();
    }

    private static boolean isBounded(Object declared) {
        Map<String, Object> schema = Trees.mapping(declared);
        return schema.containsKey("maxLength")
                || schema.containsKey("maxItems")
                || schema.containsKey("enum");
    }
}
