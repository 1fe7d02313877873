// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// YAML and JSON as trees of maps, lists and scalars. Maps keep their order; a key given twice is
/// an error.
final class Trees {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final DefaultPrettyPrinter PRETTY =
            new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES);

    private Trees() {}

    /// The one document of a text.
    static Map<String, Object> map(String yaml) {
        return mapping(new Load(settings()).loadFromString(yaml));
    }

    static Map<String, Object> map(Path file) {
        return map(read(file));
    }

    /// Every document of a text that is not empty.
    static List<Map<String, Object>> maps(String yaml) {
        List<Map<String, Object>> documents = new ArrayList<>();
        for (Object document : new Load(settings()).loadAllFromString(yaml)) {
            if (document != null) {
                documents.add(mapping(document));
            }
        }
        return documents;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LoadSettings settings() {
        return LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .build();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> mapping(@Nullable Object tree) {
        return (Map<String, Object>) Objects.requireNonNull(tree);
    }

    /// A mapping somewhere below, by its keys.
    static Map<String, Object> mapping(Map<String, Object> tree, String... keys) {
        return mapping(value(tree, keys));
    }

    /// What stands somewhere below, by its keys.
    static @Nullable Object value(Map<String, Object> tree, String... keys) {
        Object value = tree;
        for (String key : keys) {
            value = mapping(value).get(key);
        }
        return value;
    }

    static JsonNode json(Object tree) {
        return MAPPER.valueToTree(tree);
    }

    static String jsonText(Object tree) {
        return MAPPER.writer().with(PRETTY).writeValueAsString(tree) + "\n";
    }

    static String yamlText(Object tree) {
        return new Dump(
                        DumpSettings.builder()
                                .setSchema(new CoreSchema())
                                .setDefaultFlowStyle(FlowStyle.BLOCK)
                                .setDereferenceAliases(true)
                                .setWidth(120)
                                .build())
                .dumpToString(tree);
    }

    /// One mapping over another: what both have as mappings is merged, else the second wins.
    static Map<String, Object> merged(Map<String, Object> below, Map<String, Object> above) {
        Map<String, Object> both = new LinkedHashMap<>(below);
        above.forEach((key, value) ->
                both.merge(
                        key,
                        value,
                        (lower, upper) ->
                                lower instanceof Map<?, ?> && upper instanceof Map<?, ?>
                                        ? merged(mapping(lower), mapping(upper))
                                        : upper));
        return both;
    }

    /// One mapping over another, as [#merged]; a null takes the key away.
    static Map<String, Object> patched(Map<String, Object> below, Map<String, Object> change) {
        Map<String, Object> out = new LinkedHashMap<>(below);
        for (String key : change.keySet()) {
            Object value = change.get(key);
            if (value == null) {
                out.remove(key);
            } else if (value instanceof Map<?, ?> && out.get(key) instanceof Map<?, ?> lower) {
                out.put(key, patched(mapping(lower), mapping(value)));
            } else {
                out.put(key, value);
            }
        }
        return out;
    }
}
