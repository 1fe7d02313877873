// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sections that are the operator's alone, as the reference names them.
final class OtherSectionsTest {
    @TempDir private Path directory;
    private ConfigFiles files = new ConfigFiles(Path.of("unset"));

    @BeforeEach
    void useDirectory() {
        files = new ConfigFiles(directory);
    }

    /// The names of the list in the reference.
    private static List<String> documented() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "reference", "configuration.md"));
        String section = text.substring(text.indexOf("\n## Other sections\n"));
        return Pattern.compile("`(\\w+)`")
                .matcher(section.substring(0, section.indexOf(" of an AppInstance")))
                .results()
                .map(name -> name.group(1))
                .toList();
    }

    @Test
    void allAreNamedButTheServersOwn() throws IOException {
        Set<String> own = Set.of("admin", "catalog", "objectStore", "sluice");

        assertThat(documented()).doesNotContainAnyElementsOf(own);
        assertThat(YamlFile.PACKAGE_KEYS)
                .hasSize(own.size() + documented().size())
                .containsAll(own)
                .containsAll(documented());
    }

    @Test
    void nothingFollowsFromThem() throws IOException {
        String text =
                documented().stream()
                        .map(name -> name + ": {key: value}\n")
                        .collect(Collectors.joining());

        assertThat(files.loaded(text)).isEqualTo(files.loaded("{}\n"));
        assertThat(files.warnings(text)).isEmpty();
    }
}
