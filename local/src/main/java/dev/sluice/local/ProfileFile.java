// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import dev.sluice.local.keycloak.Realm;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// The connection profile `default` of `influxctl` for a server on this machine (admin.md 3.3).
public final class ProfileFile {
    private ProfileFile() {}

    /// A profile whose user signs in at a realm.
    ///
    /// @param port where the server listens
    public static String signingIn(int port, Realm realm) {
        return connection(port)
                + """

                    [profile.auth.oauth2]
                        client_id = %s
                        device_url = %s
                        token_url = %s
                """
                        .formatted(
                                quoted(realm.clientId()),
                                quoted(realm.deviceUrl().toString()),
                                quoted(realm.tokenUrl().toString()));
    }

    /// A profile that carries the admin token.
    ///
    /// @param port where the server listens
    public static String withAdminToken(int port, Path adminTokenFile) {
        return connection(port)
                + """

                    [profile.auth.token]
                        token_file = %s
                """
                        .formatted(quoted(adminTokenFile.toString()));
    }

    private static String connection(int port) {
        return """
        # How influxctl reaches the server, written by ./sluice up. Edit it as you like: a
        # file that was edited is left alone. Delete it to have it written anew.
        [[profile]]
            name = "default"
            product = "clustered"
            host = "localhost"
            port = "%d"

            [profile.tls]
                disable = true
        """
                .formatted(port);
    }

    /// A JSON string is a TOML basic string too.
    private static String quoted(String text) {
        return new JsonMapper().writeValueAsString(StringNode.valueOf(text));
    }
}
