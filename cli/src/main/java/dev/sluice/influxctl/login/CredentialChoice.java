// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.login;

import dev.sluice.influxctl.profile.OAuthSettings;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.influxctl.profile.Surroundings;
import dev.sluice.model.Problem;
import dev.sluice.model.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Which of the ways to prove oneself a profile means (admin.md 3.3, precedence).
public sealed interface CredentialChoice {
    /// Hold a management token; the first one set wins over anything in the profile.
    List<String> VARIABLES = List.of("INFLUXCTL_MGMT_TOKEN", "INFLUXCTL_MANAGEMENT_TOKEN");

    /// A token for automation, shown as it is.
    ///
    /// @param token the token
    record ManagementToken(Secret token) implements CredentialChoice {}

    /// An admin token in a file.
    ///
    /// @param file where it lies
    record TokenFile(Path file) implements CredentialChoice {}

    /// A sign-in at the identity provider.
    ///
    /// @param settings of the provider's client
    record OAuth(OAuthSettings settings) implements CredentialChoice {}

    /// Variable, then `mgmt_token`, then `token_file`, then `oauth2`.
    ///
    /// @throws dev.sluice.model.ProblemException `no_credential` when the profile has none of them
    static CredentialChoice of(Profile profile, Surroundings around) {
        Secret variable =
                VARIABLES.stream()
                        .map(around::variable)
                        .filter(Objects::nonNull)
                        .map(Secret::of)
                        .findFirst()
                        .orElse(null);
        if (variable != null) {
            return new ManagementToken(variable);
        }
        if (profile.managementToken() != null) {
            return new ManagementToken(profile.managementToken());
        }
        if (profile.tokenFile() != null) {
            return new TokenFile(profile.tokenFile());
        }
        if (profile.oauth2() != null) {
            return new OAuth(profile.oauth2());
        }
        throw Problem.invalid(
                        "no_credential",
                        "profile \""
                                + profile.name()
                                + "\" has no way to prove who you are; add [profile.auth.oauth2] to"
                                + " sign in at your identity provider, [profile.auth.token] with"
                                + " token_file for an admin token, or mgmt_token")
                .asException();
    }
}
