// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.deploy.Cases.Example;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The examples together use every key of the schema, so that each is known to be taken. All
/// components are alike, and so are all resources and all references to Secrets and ConfigMaps.
final class ExampleCoverageTest {
    private final Set<String> keys = new TreeSet<>();
    private final Set<String> used = new TreeSet<>();

    @Test
    void theExamplesUseEveryKey() {
        Map<String, Object> schema = AppInstanceSchema.load().inlined();

        collect(schema, "");
        for (Example example : Cases.examples()) {
            mark(schema, example.resource(), "");
        }

        assertThat(keys).hasSizeGreaterThan(150);
        assertThat(used).isEqualTo(keys);
    }

    private static String alike(String place) {
        return place.replaceFirst("/components/[a-z-]+/", "/components/querier/")
                .replaceFirst("/resources/[a-z-]+/", "/resources/querier/")
                .replaceFirst("/(valueFrom|secretKeyRef|configMapKeyRef|value)(/.*)?$", "");
    }

    private void collect(Map<String, Object> schema, String place) {
        Subschemas.properties(schema)
                .forEach((name, member) -> {
                    String below = place + "/" + name;
                    keys.add(alike(below));
                    collect(Trees.mapping(member), below);
                });
        for (String word : List.of("items", "additionalProperties")) {
            Map<String, Object> each = Subschemas.each(schema, word);
            if (each != null) {
                collect(each, place + "/*");
            }
        }
    }

    private void mark(Map<String, Object> schema, @Nullable Object value, String place) {
        Map<String, Object> named = Subschemas.each(schema, "additionalProperties");
        Map<String, Object> items = Subschemas.each(schema, "items");
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> {
                Object known = Subschemas.properties(schema).get(String.valueOf(name));
                if (known != null) {
                    String below = place + "/" + name;
                    used.add(alike(below));
                    mark(Trees.mapping(known), member, below);
                } else if (named != null) {
                    mark(named, member, place + "/*");
                }
            });
        } else if (value instanceof List<?> list && items != null) {
            list.forEach(entry -> mark(items, entry, place + "/*"));
        }
    }
}
