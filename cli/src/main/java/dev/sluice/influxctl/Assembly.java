// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl;

import dev.sluice.influxctl.command.CommandTree;
import dev.sluice.influxctl.command.ExitCode;
import dev.sluice.influxctl.command.ProgramVersion;
import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.connection.Network;
import dev.sluice.influxctl.login.Browser;
import dev.sluice.influxctl.login.Login;
import dev.sluice.influxctl.login.SystemBrowser;
import dev.sluice.influxctl.output.Terminal;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.influxctl.tokencache.TokenCache;
import dev.sluice.oidc.Pacer;
import java.time.Clock;
import java.time.InstantSource;

/// Puts the program together, once, by plain constructors.
///
/// @param around variables, home directory, system
/// @param terminal the three streams
/// @param version what the program calls itself
/// @param clock wall time
/// @param pacer waits, and measures waiting
/// @param browser opens the provider's page
public record Assembly(
        Surroundings around,
        Terminal terminal,
        ProgramVersion version,
        InstantSource clock,
        Pacer pacer,
        Browser browser) {

    /// The program as a person runs it: real time, the desktop's browser.
    public static Assembly real(Surroundings around, Terminal terminal, ProgramVersion version) {
        return new Assembly(
                around,
                terminal,
                version,
                Clock.systemUTC(),
                Pacer.system(),
                new SystemBrowser(around, terminal));
    }

    /// Runs one command line.
    ///
    /// @return the exit code (admin.md 3.2)
    public int run(String... arguments) {
        int exitCode = commands().run(arguments);
        // Flushes; a stream of prints keeps its failures to itself until it is asked.
        if (terminal.out().checkError()) {
            terminal.error("the results could not be written to standard output");
            return ExitCode.FAILURE.number();
        }
        return exitCode;
    }

    /// All commands, put together and not run.
    public CommandTree commands() {
        TokenCache cache = new TokenCache(around.cacheDirectory(), terminal, pacer);
        Network network = new Network(around, terminal, "influxctl/" + version.number());
        Login login = new Login(around, terminal, browser, cache, clock, pacer, network::provider);
        ClusterConnections connections = new ClusterConnections(network);
        return new CommandTree(
                around, terminal, clock, pacer, login, connections, network::provider, version);
    }
}
