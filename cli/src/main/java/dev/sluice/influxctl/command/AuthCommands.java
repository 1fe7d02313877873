// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.login.Login;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.influxctl.setup.ClusterVisit;
import dev.sluice.influxctl.setup.Doctor;
import dev.sluice.oidc.Pacer;
import dev.sluice.oidc.ProviderHttp;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The commands of `auth`, put together.
///
/// @param around where configuration comes from
/// @param terminal where everything is printed
/// @param clock dates tokens
/// @param pacer paces sign-ins
/// @param login gives the administrator's credential
/// @param connections lead to clusters
/// @param providers open ways to identity providers
record AuthCommands(
        Surroundings around,
        Terminal terminal,
        InstantSource clock,
        Pacer pacer,
        Login login,
        ClusterConnections connections,
        Supplier<ProviderHttp> providers) {

    void addTo(
            Level group,
            GlobalOptions options,
            ProfileSource profiles,
            ManagementCalls management) {
        group.leaf(() -> new AuthLoginCommand(terminal, profiles, login), "login")
                .leaf(() -> new AuthLogoutCommand(terminal, profiles, login), "logout")
                .leaf(() -> new AuthWhoAmICommand(terminal, profiles, login, management), "whoami")
                .leaf(
                        () ->
                                new AuthSetupCommand(
                                        terminal, options, around, providers, clock, pacer),
                        "setup")
                .leaf(
                        () -> new AuthDoctorCommand(terminal, profiles, () -> doctor(options)),
                        "doctor")
                .leaf(() -> new HelpCommand(terminal), "help", "h");
    }

    private Doctor doctor(GlobalOptions options) {
        return new Doctor(
                around,
                login,
                providers,
                clock,
                pacer,
                new ClusterVisit(connections, options.timeout()));
    }
}
