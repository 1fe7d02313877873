// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.HostName;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.ProfileChoice;
import dev.sluice.influxctl.profile.ProfileFile;
import dev.sluice.influxctl.profile.ProfileReader;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;

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

    /// @throws ProblemException when the file or the profile is missing or wrong, when no host can
    ///   be reached by the profile's, or when account or cluster is given by a flag and the other
    ///   one by nothing
    Profile chosen() {
        ProfileChoice choice = ProfileChoice.of(options.config(), options.profile(), around);
        ProfileFile file = new ProfileReader(around).read(choice.file());
        file.warnings().forEach(terminal::warn);
        Profile profile = file.require(choice.name()).within(options.account(), options.cluster());
        requireHost(profile, choice);
        requireBoth(profile);
        terminal.debug(
                "profile \"%s\" of %s, cluster %s"
                        .formatted(profile.name(), choice.file(), profile.origin()));
        return profile;
    }

    /// Asked of the chosen profile alone, so that one with a placeholder for a host does not spoil
    /// the profiles beside it.
    private static void requireHost(Profile profile, ProfileChoice choice) {
        String trouble = HostName.of(profile.host()).trouble();
        if (trouble != null) {
            throw Problem.invalid(
                            "invalid_host",
                            "host \"%s\" of profile \"%s\" in %s %s"
                                    .formatted(
                                            profile.host(), profile.name(), choice.file(), trouble))
                    .asException();
        }
    }

    /// One id without the other leads to no path, so the flag would be passed over in silence.
    private void requireBoth(Profile profile) {
        if (options.account() != null && profile.clusterId() == null) {
            throw alone("--account", "--cluster", "cluster_id");
        }
        if (options.cluster() != null && profile.accountId() == null) {
            throw alone("--cluster", "--account", "account_id");
        }
    }

    private static ProblemException alone(String flag, String other, String key) {
        return Problem.invalid(
                        "invalid_flag",
                        flag + " needs " + other + " beside it, or " + key + " in the profile")
                .asException();
    }
}
