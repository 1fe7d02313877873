// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Questions about addresses that a provider or a setting names.
final class WebAddress {
    private WebAddress() {}

    /// Whether `address` is absolute, has a host, and is `http` or `https`.
    static boolean isWeb(URI address) {
        return address.getHost() != null && (isSecure(address) || hasScheme(address, "http"));
    }

    /// Whether `address` is `https`.
    static boolean isSecure(URI address) {
        return hasScheme(address, "https");
    }

    /// Reads an address from a provider's answer.
    ///
    /// @return the address, or null when the text is not an absolute `http` or `https` URL
    static @Nullable URI find(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI address = new URI(text.strip());
            return isWeb(address) ? address : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }

    /// The address as a message may show it: without user information, query and fragment, which
    /// can hold secrets.
    static String shown(URI address) {
        String port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
    }

    private static boolean hasScheme(URI address, String scheme) {
        return scheme.equalsIgnoreCase(address.getScheme());
    }
}
