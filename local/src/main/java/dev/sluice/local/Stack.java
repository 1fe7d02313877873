// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.keycloak.KeycloakDistribution;
import dev.sluice.local.keycloak.KeycloakProcess;
import dev.sluice.local.process.Waiting;
import java.net.http.HttpClient;
import java.time.Duration;

/// The processes of one installation and what is needed to talk to them.
///
/// @param layout where the installation is
/// @param http follows no redirects
/// @param distribution where Keycloak comes from
/// @param keycloak the identity provider
/// @param server the server
record Stack(
        Layout layout,
        HttpClient http,
        KeycloakDistribution distribution,
        KeycloakProcess keycloak,
        ServerProcess server) {

    /// The installation in `layout`, with the programs of a checkout.
    static Stack of(Layout layout, Programs programs, HttpClient http) {
        var waiting = new Waiting(http);
        var distribution = new KeycloakDistribution(programs.cache(), waiting);
        return new Stack(
                layout,
                http,
                distribution,
                new KeycloakProcess(distribution, waiting, layout.keycloak()),
                new ServerProcess(programs, waiting, layout.server()));
    }

    /// A client for everything on this machine.
    static HttpClient httpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }
}
