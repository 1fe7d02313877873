// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.login.Login;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Profile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `auth login`: signs in even if a good token is cached (admin.md 3.4).
@Command(name = "login", description = "Sign in at the identity provider.")
final class AuthLoginCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final ProfileSource profiles;
    private final Login login;

    AuthLoginCommand(Terminal terminal, ProfileSource profiles, Login login) {
        this.terminal = terminal;
        this.profiles = profiles;
        this.login = login;
    }

    @Override
    public Integer call() throws InterruptedException {
        Profile profile = profiles.chosen();
        login.signInAgain(profile);
        terminal.info("signed in with profile \"" + profile.name() + "\"");
        return ExitCode.SUCCESS.number();
    }
}
