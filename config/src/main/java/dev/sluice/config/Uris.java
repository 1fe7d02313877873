// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Addresses in settings.
final class Uris {
    /// What documents have in the place of a host name.
    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z0-9]+(_[A-Z0-9]+)+");

    private Uris() {}

    /// What a text says, or null when it is no URI.
    static @Nullable URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// What an address that was refused has to be like. Of one whose host name has an underscore,
    /// which Java's client takes for no host at all, it is that.
    ///
    /// @param text the address
    /// @param rule for any other, as is the result: what follows the name of the setting
    static String rule(String text, String rule) {
        URI uri = parse(text);
        String authority = uri == null || uri.getHost() != null ? null : uri.getRawAuthority();
        if (authority == null) {
            return rule;
        }
        // What stands before it may be a password.
        String host =
                authority.substring(authority.lastIndexOf('@') + 1).replaceFirst(":[0-9]*$", "");
        if (PLACEHOLDER.matcher(host).matches()) {
            return "must have a host name in the place of " + host + ", which is to be replaced";
        }
        if (!host.matches("[A-Za-z0-9._-]*_[A-Za-z0-9._-]*")) {
            return rule;
        }
        return "must have a host name without underscores, which none may have (RFC 1123): give "
                + host
                + " another name, such as "
                + host.replace('_', '-');
    }
}
