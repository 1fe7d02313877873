// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes a text into a file and loads it.
record ConfigFiles(Path directory) {

    private ConfigLoading load(String yaml) {
        try {
            return new ConfigSource(
                            Files.writeString(directory.resolve("server.yaml"), yaml),
                            Map.of(),
                            Map.of())
                    .load();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a good text says.
    ConfigLoading.Loaded loaded(String yaml) {
        ConfigLoading loading = load(yaml);
        assertThat(loading).isInstanceOf(ConfigLoading.Loaded.class);
        return (ConfigLoading.Loaded) loading;
    }

    /// The section `admin` of a good text.
    AdminConfig admin(String yaml) {
        AdminConfig admin = loaded(yaml).config().admin();
        assertThat(admin).isNotNull();
        return Objects.requireNonNull(admin);
    }

    /// What is wrong with a bad text, each as `line: message`.
    List<String> problems(String yaml) {
        ConfigLoading loading = load(yaml);
        assertThat(loading).isInstanceOf(ConfigLoading.Refused.class);
        return ((ConfigLoading.Refused) loading)
                .problems().stream()
                        .map(problem -> problem.line() + ": " + problem.message())
                        .toList();
    }

    /// What is doubtful about a good text, each as `line: message`.
    List<String> warnings(String yaml) {
        return loaded(yaml).warnings().stream()
                .map(problem -> problem.line() + ": " + problem.message())
                .toList();
    }
}
