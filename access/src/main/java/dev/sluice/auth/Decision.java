// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.model.Grant;
import java.time.Duration;

/// The gatekeeper's answer. Refusals are values, because every door must answer and audit them. The
/// reasons are stable codes for log, audit and metrics; the caller never sees them.
///
/// @param <G> the kind of grant that was asked for
public sealed interface Decision<G extends Grant> {

    /// Go on.
    ///
    /// @param grant the proof
    record Allowed<G extends Grant>(G grant) implements Decision<G> {}

    /// No usable credential: 401.
    ///
    /// @param reason such as `missing`, `expired`, `bad_signature`, `wrong_credential_kind`
    /// @param credentialSent whether one was offered, which the challenge header tells apart
    record Unauthenticated<G extends Grant>(String reason, boolean credentialSent)
            implements Decision<G> {}

    /// Known and not permitted: 403.
    ///
    /// @param reason such as `user_not_listed`, `insufficient_group`, `no_permission`
    record Forbidden<G extends Grant>(String reason) implements Decision<G> {}

    /// Too many failed attempts from this address; the credential was not looked at: 429.
    ///
    /// @param retryAfter when to come back, in whole seconds
    record Slowed<G extends Grant>(Duration retryAfter) implements Decision<G> {

        /// A sentence for the caller.
        public String message() {
            return "too many failed attempts to authenticate from this address, try again in "
                    + retryAfter.toSeconds()
                    + " s";
        }
    }

    /// Nobody can say now: 503.
    ///
    /// @param reason such as `provider_keys_unavailable`
    /// @param message for the caller
    /// @param retryAfter when to come back
    record Unavailable<G extends Grant>(String reason, String message, Duration retryAfter)
            implements Decision<G> {}
}
