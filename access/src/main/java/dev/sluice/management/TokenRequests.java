// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.model.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What requests for tokens of either kind must say.
final class TokenRequests {
    /// The longest description, in characters.
    static final int DESCRIPTION_LENGTH_MAX = 1_024;

    private TokenRequests() {}

    /// @throws ProblemException *invalid* for a description of [#requireDescription] or an expiry
    ///   that is not ahead
    static void requireSense(String description, @Nullable Instant expiresAt, Instant now) {
        requireDescription(description);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw Problem.invalid("invalid_token", "expiresAt " + expiresAt + " is in the past")
                    .asException();
        }
    }

    /// @throws ProblemException *invalid* for a blank description or one that is too long
    static void requireDescription(String description) {
        if (description.isBlank()) {
            throw Problem.invalid("invalid_token", "description must not be blank").asException();
        }
        if (description.length() > DESCRIPTION_LENGTH_MAX) {
            throw Problem.invalid(
                            "invalid_token",
                            "description must not be longer than "
                                    + DESCRIPTION_LENGTH_MAX
                                    + " characters, not "
                                    + description.length())
                    .asException();
        }
    }
}
