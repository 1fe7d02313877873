// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstallationTest {
    private static final Installation SOME =
            new Installation(9086, 9180, true, true, Map.of("cluster.yml", "abc"));

    @TempDir Path directory;

    @Test
    void comesBackAsItWasStored() throws IOException {
        Path file = directory.resolve("installation.json");
        SOME.store(file);

        assertThat(Installation.find(file)).isEqualTo(SOME);
    }

    @Test
    void isAbsentBeforeTheFirstUp() throws IOException {
        assertThat(Installation.find(directory.resolve("installation.json"))).isNull();
    }

    @Test
    void servesOtherwiseOnAnotherPort() {
        assertThat(SOME.servesLike(new Installation(1, 9180, true, true, Map.of()))).isFalse();
        assertThat(SOME.servesLike(new Installation(9086, 1, true, true, Map.of()))).isFalse();
    }

    @Test
    void needsNoKeycloakPortWithoutAProvider() {
        var without = new Installation(9086, 9180, false, true, Map.of());

        assertThat(without.servesLike(new Installation(9086, 1, false, false, Map.of()))).isTrue();
        assertThat(without.servesLike(SOME)).isFalse();
    }
}
