// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.openapi;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The OpenAPI document of the management API, as it ships. A place in it is a JSON pointer. Safe
/// for many threads.
final class ApiDocument {
    /// Where every path of the document stands on the server.
    static final String BASE = "/api/v0";

    /// How JSON is read: a member that is there twice is an error.
    static final JsonMapper MAPPER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final String RESOURCE = "/dev/sluice/api/management-api.yaml";
    private static final String IRI = "https://sluice.invalid/management-api.json";
    private static final List<String> METHODS =
            List.of("get", "head", "post", "put", "patch", "delete", "options", "trace");

    private final JsonNode root;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    /// What a method and a path lead to.
    sealed interface Match {

        /// An operation of the document.
        ///
        /// @param place of the operation
        /// @param pathPlace of the path, whose parameters are the operation's too
        /// @param parameters of the path, decoded
        record Operation(String place, String pathPlace, Map<String, String> parameters)
                implements Match {}

        /// A path of the document, but none of its methods.
        ///
        /// @param place of the answer to expect
        /// @param allowed the path's methods
        record UnknownMethod(String place, List<String> allowed) implements Match {}

        /// No path of the document.
        ///
        /// @param place of the answer to expect
        record UnknownPath(String place) implements Match {}
    }

    private ApiDocument(JsonNode root) {
        this.root = root;
        this.registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder ->
                                builder.schemas(Map.of(IRI, root.toString()))
                                        .schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .formatAssertionsEnabled(true)
                                                        .locale(Locale.ROOT)
                                                        .build()));
    }

    static ApiDocument load() {
        try (InputStream yaml =
                Objects.requireNonNull(ApiDocument.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Object tree = new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
            return new ApiDocument(MAPPER.valueToTree(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Every operation as the route table writes it, such as `GET /api/v0/tokens`.
    List<String> operations() {
        List<String> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
            for (String method : methods(path.getValue())) {
                operations.add(method + " " + BASE + path.getKey());
            }
        }
        return operations;
    }

    /// What a request leads to.
    ///
    /// @param rawPath begins with [#BASE]
    Match match(String method, String rawPath) {
        for (Map.Entry<String, JsonNode> path : root.get("paths").properties()) {
            Map<String, String> parameters = parameters(BASE + path.getKey(), rawPath);
            if (parameters != null) {
                String pathPlace = "/paths/" + escaped(path.getKey());
                List<String> methods = methods(path.getValue());
                return methods.contains(method)
                        ? new Match.Operation(
                                pathPlace + "/" + method.toLowerCase(Locale.ROOT),
                                pathPlace,
                                parameters)
                        : new Match.UnknownMethod(target("/x-unknown-method"), methods);
            }
        }
        return new Match.UnknownPath(target("/x-unknown-path"));
    }

    private static List<String> methods(JsonNode path) {
        return METHODS.stream()
                .filter(path::has)
                .map(method -> method.toUpperCase(Locale.ROOT))
                .toList();
    }

    private static @Nullable Map<String, String> parameters(String pattern, String rawPath) {
        String[] expected = pattern.split("/", -1);
        String[] actual = rawPath.split("/", -1);
        if (expected.length != actual.length) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{")) {
                parameters.put(
                        expected[i].substring(1, expected[i].length() - 1),
                        // In a path a plus sign is itself.
                        URLDecoder.decode(actual[i].replace("+", "%2B"), StandardCharsets.UTF_8));
            } else if (!expected[i].equals(actual[i])) {
                return null;
            }
        }
        return parameters;
    }

    /// What is at a place; absent, a missing node.
    JsonNode at(String place) {
        return root.at(place);
    }

    /// The place that counts: where a reference at this one leads.
    String target(String place) {
        JsonNode reference = at(place).path("$ref");
        return reference.isString() ? reference.stringValue().substring(1) : place;
    }

    /// What a value does against the schema at a place, a line each.
    List<String> offences(String place, JsonNode value) {
        return schemas
                .computeIfAbsent(
                        place, key -> registry.getSchema(SchemaLocation.of(IRI + "#" + key)))
                .validate(value)
                .stream()
                .map(Error::toString)
                .toList();
    }

    /// One step of a JSON pointer.
    static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }
}
