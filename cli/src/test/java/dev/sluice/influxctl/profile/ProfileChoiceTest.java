// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which file and which profile are meant (admin.md 3.3).
final class ProfileChoiceTest {
    private static final Path HOME = Path.of("/home/ada");
    private static final Path DEFAULT = HOME.resolve(".config/influxctl/config.toml");

    @Test
    void isTheDefaultProfileOfTheDefaultFile() {
        assertThat(choice(null, null, Map.of())).isEqualTo(new ProfileChoice(DEFAULT, "default"));
    }

    @Test
    @Conforms("A-84")
    void followsTheFlags() {
        assertThat(choice("~/other.toml", "prod", Map.of("INFLUXCTL_PROFILE", "dev")))
                .isEqualTo(new ProfileChoice(HOME.resolve("other.toml"), "prod"));
    }

    @Test
    @Conforms("A-85")
    void takesAWordInTheVariableForAName() {
        assertThat(choice(null, null, Map.of("INFLUXCTL_PROFILE", "dev")))
                .isEqualTo(new ProfileChoice(DEFAULT, "dev"));
    }

    @Test
    void takesAnEndingInTheVariableForAFile() {
        assertThat(choice(null, "prod", Map.of("INFLUXCTL_PROFILE", "dev.TOML")))
                .isEqualTo(new ProfileChoice(Path.of("dev.TOML"), "prod"));
    }

    @Test
    void takesASlashInTheVariableForAFile() {
        assertThat(choice(null, null, Map.of("INFLUXCTL_PROFILE", "/etc/influxctl")))
                .isEqualTo(new ProfileChoice(Path.of("/etc/influxctl"), "default"));
    }

    @Test
    void letsTheFlagWinOverAFileInTheVariable() {
        assertThat(choice("/a.toml", null, Map.of("INFLUXCTL_PROFILE", "/b.toml")))
                .isEqualTo(new ProfileChoice(Path.of("/a.toml"), "default"));
    }

    @Test
    @Conforms("A-84")
    void honoursTheConfigurationDirectoryOfTheDesktop() {
        assertThat(choice(null, null, Map.of("XDG_CONFIG_HOME", "/x")).file())
                .isEqualTo(Path.of("/x/influxctl/config.toml"));
    }

    @Test
    @Conforms("A-84")
    void looksWhereMacKeepsSettings() {
        Surroundings mac = new Surroundings(Map.of(), HOME, OperatingSystem.named("Mac OS X"));

        assertThat(mac.defaultConfigFile())
                .isEqualTo(HOME.resolve("Library/Application Support/influxctl/config.toml"));
        assertThat(mac.cacheDirectory()).isEqualTo(HOME.resolve("Library/Caches/influxctl"));
    }

    @Test
    @Conforms("A-84")
    void looksWhereWindowsKeepsSettings() {
        Surroundings windows =
                new Surroundings(
                        Map.of("APPDATA", "/roaming", "LOCALAPPDATA", "/local"),
                        HOME,
                        OperatingSystem.named("Windows 11"));

        assertThat(windows.defaultConfigFile())
                .isEqualTo(Path.of("/roaming/influxctl/config.toml"));
        assertThat(windows.cacheDirectory()).isEqualTo(Path.of("/local/influxctl"));
    }

    private static ProfileChoice choice(
            @Nullable String config, @Nullable String profile, Map<String, String> environment) {
        return ProfileChoice.of(
                config, profile, new Surroundings(environment, HOME, OperatingSystem.LINUX));
    }
}
