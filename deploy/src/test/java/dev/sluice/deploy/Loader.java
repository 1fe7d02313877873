// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import dev.sluice.config.ConfigLoading;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.ConfigSource;
import dev.sluice.config.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The loader of the server itself.
///
/// @param directory for its file
record Loader(Path directory) {

    private ConfigLoading load(String text) {
        try {
            Path file = Files.writeString(directory.resolve("server.yaml"), text);
            return new ConfigSource(file, Map.of(), Map.of()).load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is wrong.
    List<String> problems(Map<String, Object> resource) {
        return load(Trees.yamlText(resource)) instanceof ConfigLoading.Refused refused
                ? refused.problems().stream().map(ConfigProblem::message).toList()
                : List.of();
    }

    /// What a good text says.
    ServerConfig config(String text) {
        return switch (load(text)) {
            case ConfigLoading.Loaded loaded -> loaded.config();
            case ConfigLoading.Refused refused ->
                    throw new AssertionError(refused.problems().toString());
        };
    }
}
