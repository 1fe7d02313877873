// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The one source of what an AppInstance may say, and the three files that are made of it.
record AppInstanceSchema(Map<String, Object> source) {
    static final Path SOURCE = Path.of("schema", "appinstance.yaml");
    static final Path PUBLISHED = Path.of("..", "docs", "reference", "appinstance.schema.json");
    static final Path DEFINITION = Path.of("chart", "crds", "appinstances.yaml");
    static final Path VALUES = Path.of("chart", "values.schema.json");

    private static final String HEADER =
            """
            # SPDX-License-Identifier: Apache-2.0
            # Copyright the Sluice authors
            #
            # Made of deploy/schema/appinstance.yaml; change that.
            """;

    static AppInstanceSchema load() {
        return new AppInstanceSchema(Trees.map(SOURCE));
    }

    /// Without references: everything stands where it holds.
    Map<String, Object> inlined() {
        Map<String, Object> inlined = new LinkedHashMap<>(inlined(source));
        inlined.remove("$defs");
        return inlined;
    }

    private Map<String, Object> inlined(Map<String, Object> schema) {
        Map<String, Object> out = new LinkedHashMap<>();
        Object reference = schema.get("$ref");
        if (reference != null) {
            String name = reference.toString().substring("#/$defs/".length());
            out.putAll(inlined(Trees.mapping(source, "$defs", name)));
        }
        schema.forEach((word, value) -> {
            if (!word.equals("$ref")) {
                out.put(
                        word,
                        word.equals("$defs")
                                ? value
                                : Subschemas.replaced(word, value, (_, each) -> inlined(each)));
            }
        });
        return out;
    }

    /// For editors and other tools.
    String published() {
        return Trees.jsonText(withoutKubernetes(source));
    }

    private static Map<String, Object> withoutKubernetes(Map<String, Object> schema) {
        Map<String, Object> out = new LinkedHashMap<>();
        schema.forEach((word, value) -> {
            if (!word.startsWith("x-kubernetes-")) {
                out.put(
                        word,
                        Subschemas.replaced(word, value, (_, each) -> withoutKubernetes(each)));
            }
        });
        return out;
    }

    /// For API servers.
    String definition() {
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("name", "v1alpha1");
        version.put("served", true);
        version.put("storage", true);
        version.put("subresources", Map.of("status", Map.of()));
        version.put("additionalPrinterColumns", columns());
        version.put("schema", Map.of("openAPIV3Schema", StructuralSchema.of(inlined())));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("group", "kubecfg.dev");
        spec.put("scope", "Namespaced");
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("kind", "AppInstance");
        names.put("listKind", "AppInstanceList");
        names.put("plural", "appinstances");
        names.put("singular", "appinstance");
        spec.put("names", names);
        spec.put("versions", List.of(version));
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("apiVersion", "apiextensions.k8s.io/v1");
        definition.put("kind", "CustomResourceDefinition");
        definition.put("metadata", Map.of("name", "appinstances.kubecfg.dev"));
        definition.put("spec", spec);
        return HEADER + Trees.yamlText(definition);
    }

    private static List<Map<String, Object>> columns() {
        List<Map<String, Object>> columns = new ArrayList<>();
        columns.add(column("Image", "string", ".spec.package.image"));
        columns.add(column("ApiVersion", "string", ".spec.package.apiVersion"));
        columns.add(column("Paused", "boolean", ".spec.pause"));
        columns.add(column("Reason", "string", ".status.conditions[-1:].reason"));
        columns.add(column("Status", "string", ".status.conditions[-1:].status"));
        return columns;
    }

    private static Map<String, Object> column(String name, String type, String path) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("name", name);
        column.put("type", type);
        column.put("jsonPath", path);
        return column;
    }

    /// For Helm: the settings of an AppInstance, each of which may be blank, and the chart's own.
    String values() {
        Map<String, Object> settings =
                BlankableSchema.of(
                        Trees.mapping(
                                inlined(),
                                "properties",
                                "spec",
                                "properties",
                                "package",
                                "properties",
                                "spec"));
        Map<String, Object> properties = new LinkedHashMap<>(Trees.mapping(settings, "properties"));
        properties.remove("catalog");
        Map<String, Object> store = Trees.mapping(properties, "objectStore");
        Map<String, Object> members = new LinkedHashMap<>(Trees.mapping(store, "properties"));
        members.keySet().retainAll(List.of("bucket", "s3", "azure", "google"));
        properties.put("objectStore", Trees.merged(store, Map.of()));
        Trees.mapping(properties, "objectStore").put("properties", members);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("$comment", "Made of deploy/schema/appinstance.yaml and values.yaml beside it");
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.put(
                "properties",
                Trees.merged(properties, Trees.map(Path.of("schema", "values.yaml"))));
        return Trees.jsonText(schema);
    }

    /// The schema of `spec.package.spec`, without references.
    Map<String, Object> packageSpec() {
        return Objects.requireNonNull(
                Trees.mapping(
                        inlined(),
                        "properties",
                        "spec",
                        "properties",
                        "package",
                        "properties",
                        "spec"));
    }
}
