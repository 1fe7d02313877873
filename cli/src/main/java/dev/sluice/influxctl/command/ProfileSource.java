// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.ProfileChoice;
import dev.sluice.influxctl.profile.ProfileFile;
import dev.sluice.influxctl.profile.ProfileReader;
import dev.sluice.influxctl.profile.Surroundings;

/// Reads the profile that the user means, when a command first needs one.
final class ProfileSource {
    private final GlobalOptions options;
    private final Surroundings around;
    private final Terminal terminal;

    ProfileSource(GlobalOptions options, Surroundings around, Terminal terminal) {
        this.options = options;
        this.around = around;
        this.terminal = terminal;
    }

    /// @throws dev.sluice.model.ProblemException when the file or the profile is missing or wrong
    Profile chosen() {
        ProfileChoice choice = ProfileChoice.of(options.config(), options.profile(), around);
        ProfileFile file = new ProfileReader(around).read(choice.file());
        file.warnings().forEach(terminal::warn);
        Profile profile = file.require(choice.name()).within(options.account(), options.cluster());
        terminal.debug(
                "profile \"%s\" of %s, cluster %s"
                        .formatted(profile.name(), choice.file(), profile.origin()));
        return profile;
    }
}
