// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.config.ConfigSource;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyPairMakingTest {
    @TempDir private Path directory;

    private void make(Map<String, String> environment) {
        ConfigSource source =
                new ConfigSource(null, environment, OneServer.source(directory, 0).flags());
        try (KeyPairMaking making = KeyPairMaking.begin(OneServer.config(source))) {
            making.await();
        }
    }

    @Test
    void thereIsAPairAfterwards() {
        make(Map.of());

        assertThat(new AdminTokenFiles(directory.resolve("secrets")).keyFiles())
                .allMatch(Files::exists);
    }

    @Test
    void whatSomebodyElseKeepsIsNotMade() {
        Path keys = directory.resolve("mounted");

        make(Map.of("SLUICE_ACCESS_KEY_DIRECTORY", keys.toString()));

        assertThat(keys).doesNotExist();
        assertThat(directory.resolve("secrets")).doesNotExist();
    }

    /// It is no failure here, and one of the start.
    @Test
    void whatCannotBeMadeIsToldByTheStart() throws IOException {
        Files.writeString(directory.resolve("secrets"), "in the way");

        make(Map.of());

        ConfigSource source = OneServer.source(directory, 0);
        Assembly assembly = new Assembly(OneServer.config(source), source, OneServer.host());
        assertThatThrownBy(assembly::start)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("secrets");
    }
}
