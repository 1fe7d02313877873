// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.model.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What requests for tokens of either kind must say.
final class TokenRequests {
    private TokenRequests() {}

    /// @throws ProblemException *invalid* for a blank description or an expiry that is not ahead
    static void requireSense(String description, @Nullable Instant expiresAt, Instant now) {
        requireDescription(description);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw Problem.invalid("invalid_token", "expiresAt " + expiresAt + " is in the past")
                    .asException();
        }
    }

    /// @throws ProblemException *invalid* for a blank description
    static void requireDescription(String description) {
        if (description.isBlank()) {
            throw Problem.invalid("invalid_token", "description must not be blank").asException();
        }
    }
}
