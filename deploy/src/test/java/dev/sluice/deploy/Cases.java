// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The right and the wrong AppInstances of the resources beside this class.
final class Cases {
    private static final List<String> EVERYBODY = List.of("json", "definition", "loader");
    private static final String RESOURCE = "resource";

    private Cases() {}

    /// A right one.
    record Example(String name, Map<String, Object> resource) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// A wrong one.
    ///
    /// @param key has to be named
    /// @param by who refuses it
    record Mistake(String name, Map<String, Object> resource, String key, List<String> by) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        Trees.map(text("examples.yaml"))
                .forEach((name, change) ->
                        examples.add(new Example(name, whole(Trees.mapping(change)))));
        return examples;
    }

    static List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        Object all = Trees.map("all:\n" + text("mistakes.yaml")).get("all");
        for (Object each : (List<?>) Objects.requireNonNull(all)) {
            Map<String, Object> entry = Trees.mapping(each);
            List<String> by =
                    entry.get("by") instanceof List<?> some
                            ? some.stream().map(String::valueOf).toList()
                            : EVERYBODY;
            Map<String, Object> change = Trees.mapping(entry, "change");
            String key = Objects.requireNonNull(entry.get("key")).toString();
            mistakes.add(new Mistake(key + " of " + change, whole(change), key, by));
        }
        return mistakes;
    }

    /// A whole AppInstance with a change.
    static Map<String, Object> whole(Map<String, Object> change) {
        Map<String, Object> resource =
                change.containsKey(RESOURCE)
                        ? Trees.mapping(change, RESOURCE)
                        : Map.of("spec", Map.of("package", Map.of("spec", change)));
        return Trees.patched(Trees.map(text("whole.yaml")), resource);
    }

    /// A resource beside this class.
    static String text(String name) {
        try (InputStream resource = Cases.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
