// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.profile;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.oidc.OAuthClient;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to sign in at the identity provider, as the table `[profile.auth.oauth2]` says it.
///
/// @param clientId the client's name at the provider
/// @param clientSecret sent as a form parameter when present
/// @param scopes as written, blanks included
/// @param parameters more form parameters for the device request, as written
/// @param deviceUrl the device authorization endpoint
/// @param tokenUrl the token endpoint
public record OAuthSettings(
        String clientId,
        @Nullable Secret clientSecret,
        List<String> scopes,
        Map<String, String> parameters,
        URI deviceUrl,
        URI tokenUrl) {

    /// Copies the collections.
    public OAuthSettings {
        scopes = List.copyOf(scopes);
        parameters = Map.copyOf(parameters);
    }

    /// The client that signs in. Checked only here, so that a profile with a placeholder for a host
    /// does not spoil the profiles beside it.
    ///
    /// @throws ProblemException `oauth2_invalid` for an address without a usable host name
    public OAuthClient client() {
        try {
            return new OAuthClient(deviceUrl, tokenUrl, clientId, clientSecret, scopes, parameters);
        } catch (IllegalArgumentException e) {
            String message =
                    "[profile.auth.oauth2]: "
                            + e.getMessage()
                            + "; put in your identity provider's host";
            throw new ProblemException(Problem.invalid("oauth2_invalid", message), e);
        }
    }
}
