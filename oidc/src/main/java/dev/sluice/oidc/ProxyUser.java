// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Who asks a proxy, where it wants to know that.
///
/// @param name has no colon
/// @param password may be empty
public record ProxyUser(String name, Secret password) {

    /// The value of `Proxy-Authorization` (RFC 7617, in UTF-8).
    Secret basic() {
        byte[] pair = (name + ":" + password.reveal()).getBytes(UTF_8);
        return Secret.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    /// Reads the user information of an address, in which both are percent-encoded.
    ///
    /// @return null where there is none
    /// @throws IllegalArgumentException for a name with a colon, which no proxy could tell apart
    static @Nullable ProxyUser of(URI proxy) {
        String information = proxy.getRawUserInfo();
        if (information == null || information.isEmpty()) {
            return null;
        }
        int colon = information.indexOf(':');
        String name = decoded(colon < 0 ? information : information.substring(0, colon));
        if (name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a user has no colon");
        }
        return new ProxyUser(
                name, Secret.of(colon < 0 ? "" : decoded(information.substring(colon + 1))));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }
}
