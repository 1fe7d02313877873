// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.OAuthSettings;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.setup.ClusterSettings;
import picocli.CommandLine.Command;

/// `clustered generate` (admin.md 3.6): a resource to start from, by the profile alone.
@Command(name = "generate", description = "Print a starter AppInstance for the profile.")
final class ClusteredGenerateCommand implements Runnable {
    private final Terminal terminal;
    private final ProfileSource profiles;

    ClusteredGenerateCommand(Terminal terminal, ProfileSource profiles) {
        this.terminal = terminal;
        this.profiles = profiles;
    }

    @Override
    public void run() {
        Profile profile = profiles.chosen();
        OAuthSettings settings = profile.oauth2();
        ClusterSettings cluster =
                settings == null
                        ? ClusterSettings.placeholder()
                        : ClusterSettings.of(settings.tokenUrl());
        terminal.out().print(cluster.wholeAppInstance("influxdb"));
        terminal.out().flush();
    }
}
