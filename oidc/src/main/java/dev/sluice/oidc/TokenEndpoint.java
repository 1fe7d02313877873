// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.Secret;
import java.net.URI;
import java.util.Map;

/// One client's view of its provider's token endpoint (RFC 6749, section 3.2).
final class TokenEndpoint {
    private static final String TOKEN_URL = "token_url";

    private final ProviderHttp http;
    private final OAuthClient client;

    TokenEndpoint(ProviderHttp http, OAuthClient client) {
        this.http = http;
        this.client = client;
    }

    /// Its address.
    URI url() {
        return client.tokenUrl();
    }

    /// Asks for tokens once (RFC 8628, section 3.4).
    ProviderAnswer exchangeDeviceCode(Secret deviceCode) throws InterruptedException {
        Map<String, String> form = client.identification();
        form.put(OAuthWords.GRANT_TYPE, OAuthWords.GRANT_DEVICE_CODE);
        form.put(OAuthWords.DEVICE_CODE, deviceCode.reveal());
        return ask(form);
    }

    /// Asks for new tokens (RFC 6749, section 6).
    ProviderAnswer exchangeRefreshToken(Secret refreshToken) throws InterruptedException {
        Map<String, String> form = client.identification();
        form.put(OAuthWords.GRANT_TYPE, OAuthWords.GRANT_REFRESH_TOKEN);
        form.put(OAuthWords.REFRESH_TOKEN, refreshToken.reveal());
        if (!client.scopes().isEmpty()) {
            form.put(OAuthWords.SCOPE, String.join(" ", client.scopes()));
        }
        return ask(form);
    }

    /// What to say when success came without an access token.
    String withoutAccessToken() {
        return TOKEN_URL
                + " "
                + WebAddress.shown(url())
                + " answered without access_token; check "
                + TOKEN_URL;
    }

    private ProviderAnswer ask(Map<String, String> form) throws InterruptedException {
        return ProviderAnswer.of(url(), TOKEN_URL, http.post(url(), form));
    }
}
