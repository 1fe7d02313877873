// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;

/// What a message says of a status of HTTP that comes from somebody on the way, or sends on.
public final class StatusRemark {
    private StatusRemark() {}

    /// Whether a status sends on to another address.
    public static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /// Whether a proxy on the way wants to know who asks, so that nobody behind it was asked.
    public static boolean isOfProxy(int status) {
        return status == HttpURLConnection.HTTP_PROXY_AUTH;
    }

    /// What goes behind the status of an answer in a message.
    public static String of(HttpResponse<?> answer) {
        return of(answer.statusCode(), answer.uri(), answer.headers().firstValue("Location"));
    }

    /// What goes behind a status in a message: ` (redirect to https://other.example/path)`, what a
    /// proxy wants, or nothing. Without user, query and fragment of an address, which can hold
    /// secrets.
    ///
    /// @param asked the address that gave the answer
    /// @param location its header `Location`
    public static String of(int status, URI asked, Optional<String> location) {
        if (isOfProxy(status)) {
            return ofProxy();
        }
        return isRedirect(status) && location.isPresent()
                ? " (redirect to " + shown(asked, location.get()) + ")"
                : "";
    }

    /// What a proxy wants that wants to know who asks.
    public static String ofProxy() {
        return " (the proxy wants a user and a password that it knows, as in"
                + " HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT)";
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
