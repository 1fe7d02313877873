// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// The server's configuration in the form that a cluster uses, an AppInstance (admin.md 1.4).
///
/// @param port where the server listens
/// @param data its data directory
/// @param administration who may administer; null leaves the admin token alone
public record AppInstanceFile(int port, Path data, @Nullable Administration administration) {

    /// The section `admin`: an identity provider and the people from it who are let in.
    ///
    /// @param jwksEndpoint where the provider publishes its keys
    /// @param users everyone who is let in
    public record Administration(URI jwksEndpoint, List<User> users) {
        public Administration {
            users = List.copyOf(users);
        }
    }

    /// One entry of the list of administrators.
    ///
    /// @param id the user's ID at the provider
    public record User(String id, String firstName, String lastName, String email) {}

    /// The file's text.
    public String render() {
        var text = new StringBuilder();
        text.append(
                """
                # The server's configuration, written by ./sluice up. Edit it as you like: a file
                # that was edited is left alone. Delete it to have it written anew.
                apiVersion: kubecfg.dev/v1alpha1
                kind: AppInstance
                spec:
                  package:
                    spec:
                """);
        if (administration != null) {
            renderAdministration(text, administration);
        }
        text.append(
                """
                      sluice:
                        http:
                          port: %d
                        data:
                          directory: %s
                """
                        .formatted(port, quoted(data.toString())));
        return text.toString();
    }

    private static void renderAdministration(StringBuilder text, Administration administration) {
        text.append(
                """
                      admin:
                        identityProvider: keycloak
                        jwksEndpoint: |-
                          %s
                        users:
                """
                        .formatted(administration.jwksEndpoint()));
        for (User user : administration.users()) {
            text.append(
                    """
                              - id: %s
                                firstName: %s
                                lastName: %s
                                email: %s
                    """
                            .formatted(
                                    quoted(user.id()),
                                    quoted(user.firstName()),
                                    quoted(user.lastName()),
                                    quoted(user.email())));
        }
    }

    /// A JSON string is a YAML string too.
    private static String quoted(String text) {
        return new JsonMapper().writeValueAsString(StringNode.valueOf(text));
    }
}
