// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a command line is known to its identity provider (admin.md 3.3, `[profile.auth.oauth2]`).
///
/// Blank scopes and blank parameters are dropped.
///
/// @param deviceUrl the device authorization endpoint
/// @param tokenUrl the token endpoint
/// @param clientId the client ID
/// @param clientSecret the client's secret, for providers that insist on one
/// @param scopes what to ask for, in order; without any, a sign-in asks for `openid`
/// @param parameters further form parameters of the device request, such as `audience`
public record OAuthClient(
        URI deviceUrl,
        URI tokenUrl,
        String clientId,
        @Nullable Secret clientSecret,
        List<String> scopes,
        Map<String, String> parameters) {

    /// Drops blanks and checks that both endpoints are absolute `http` or `https` addresses.
    ///
    /// @throws IllegalArgumentException for any other address, or a blank client ID
    public OAuthClient {
        requireWebAddress("device_url", deviceUrl);
        requireWebAddress("token_url", tokenUrl);
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("client_id is blank");
        }
        scopes = scopes.stream().map(String::strip).filter(scope -> !scope.isEmpty()).toList();
        Map<String, String> kept = new LinkedHashMap<>(parameters);
        kept.values().removeIf(String::isBlank);
        parameters = Map.copyOf(kept);
    }

    /// The form fields that every request of this client carries: who it is.
    Map<String, String> identification() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put(OAuthWords.CLIENT_ID, clientId);
        if (clientSecret != null) {
            form.put(OAuthWords.CLIENT_SECRET, clientSecret.reveal());
        }
        return form;
    }

    /// What a sign-in asks for, as the wire has it.
    String signInScope() {
        return scopes.isEmpty() ? OAuthWords.OPENID : String.join(" ", scopes);
    }

    private static void requireWebAddress(String setting, URI address) {
        if (!WebAddress.isWeb(address)) {
            throw new IllegalArgumentException(
                    setting + " \"" + address + "\" is not an absolute http or https URL");
        }
    }
}
