// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import org.jspecify.annotations.Nullable;

/// What came of one request to a provider.
sealed interface HttpAnswer {

    /// An answer of whatever status.
    ///
    /// @param status the HTTP status
    /// @param body the body as UTF-8, within the limit
    /// @param cacheControl the `Cache-Control` header
    /// @param location the `Location` header
    /// @param date the `Date` header
    record Answered(
            int status,
            String body,
            @Nullable String cacheControl,
            @Nullable String location,
            @Nullable String date)
            implements HttpAnswer {

        boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        boolean isRedirect() {
            return switch (status) {
                case 301, 302, 303, 307, 308 -> true;
                default -> false;
            };
        }
    }

    /// No answer, or none that could be read to its end.
    ///
    /// @param why which address, what happened, what to check
    record Unreachable(ProviderUnreachable why) implements HttpAnswer {}
}
