// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.net.URI;
import java.util.Optional;

/// Where an answer of HTTP sends on to, as a message may say it.
public final class Redirect {
    private Redirect() {}

    /// Whether a status sends on to another address.
    public static boolean is(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /// What goes behind a status in a message: ` (redirect to https://other.example/path)`, or
    /// nothing where it is no redirect. Without user, query and fragment of the address, which can
    /// hold secrets.
    ///
    /// @param asked the address that gave the answer
    /// @param location its header `Location`
    public static String remark(int status, URI asked, Optional<String> location) {
        return is(status) && location.isPresent()
                ? " (redirect to " + shown(asked, location.get()) + ")"
                : "";
    }

    private static String shown(URI asked, String location) {
        try {
            URI target = asked.resolve(location.strip());
            if (target.getHost() == null) {
                return "what is no address of the web";
            }
            String port = target.getPort() < 0 ? "" : ":" + target.getPort();
            String path = target.getRawPath() == null ? "" : target.getRawPath();
            return Excerpt.of(
                    URI.create(target.getScheme() + "://" + target.getHost() + port + path)
                            .toASCIIString());
        } catch (IllegalArgumentException _) {
            return "what is no address";
        }
    }
}
