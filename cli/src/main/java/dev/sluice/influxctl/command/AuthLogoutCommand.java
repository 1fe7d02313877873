// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.login.Login;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import picocli.CommandLine.Command;

/// `auth logout`: forgets the profile's tokens, contacts nobody (admin.md 3.4).
@Command(name = "logout", description = "Forget the tokens of earlier sign-ins.")
final class AuthLogoutCommand implements Runnable {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final Login login;

    AuthLogoutCommand(Terminal terminal, ProfileSource profiles, Login login) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.login = login;
    }

    @Override
    public void run() {
        Profile profile = profiles.chosen();
        boolean forgot = login.forget(profile) > 0;
        terminal.info(
                (forgot ? "signed out of profile \"" : "nobody was signed in with profile \"")
                        + profile.name()
                        + "\"");
    }
}
