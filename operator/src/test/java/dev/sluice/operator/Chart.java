// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The chart, rendered by Helm itself.
///
/// @param directory for the file of values
/// @param namespace of the release
public record Chart(Path directory, String namespace) {
    private static final Path CHART = Path.of("..", "deploy", "chart").toAbsolutePath();

    /// Every object. Each text of values is laid over those before it.
    List<JsonNode> objects(String... values) {
        try {
            TemplateCommand command =
                    new Helm(CHART)
                            .template()
                            .withName("influxdb")
                            .withNamespace(namespace)
                            .withKubeVersion("1.32.0");
            for (int i = 0; i < values.length; i++) {
                command.withValuesFile(
                        Files.writeString(directory.resolve("values-" + i + ".yaml"), values[i]));
            }
            return Arrays.stream(command.call().split("(?m)^---$", -1))
                    .map(document -> Serialization.unmarshal("---" + document, JsonNode.class))
                    .filter(tree -> tree != null && tree.has("kind"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The only object of a kind.
    public <T> T object(String kind, Class<T> type, String... values) {
        List<JsonNode> found =
                objects(values).stream()
                        .filter(object -> object.get("kind").asText().equals(kind))
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind);
        }
        return Serialization.unmarshal(found.getFirst().toString(), type);
    }
}
