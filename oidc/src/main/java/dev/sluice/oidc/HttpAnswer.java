// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import dev.sluice.model.StatusRemark;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of one request to a provider.
sealed interface HttpAnswer {

    /// An answer of whatever status.
    ///
    /// @param status the HTTP status
    /// @param body the body as UTF-8, within the limit
    /// @param cacheControl the `Cache-Control` header
    /// @param location the `Location` header, absolute
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
            return StatusRemark.isRedirect(status);
        }

        /// The status for a message, with where a redirect leads.
        String shownStatus(URI asked) {
            return status + StatusRemark.of(status, asked, Optional.ofNullable(location));
        }
    }

    /// No answer, or none that could be read to its end.
    ///
    /// @param why which address, what happened, what to check
    record Unreachable(ProviderUnreachable why) implements HttpAnswer {}
}
