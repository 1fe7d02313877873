// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import dev.sluice.auth.Decision;
import dev.sluice.model.Grant;
import dev.sluice.oidc.Verification;
import dev.sluice.oidc.VerifiedIdentity;

/// Sees to it that what is measured is what is meant: an operation that came to another end fails
/// the run.
final class Succeeded {
    private Succeeded() {}

    /// The identity of a token that was verified.
    static VerifiedIdentity verified(Verification verification) {
        return switch (verification) {
            case Verification.Verified(VerifiedIdentity identity) -> identity;
            case Verification.Rejected(String reason) -> throw other("refused: " + reason);
            case Verification.KeysUnavailable(String message) -> throw other(message);
        };
    }

    /// The reason of a token that was refused.
    static String refused(Verification verification, String reason) {
        if (verification instanceof Verification.Rejected(String actual) && actual.equals(reason)) {
            return actual;
        }
        throw other(verification.toString());
    }

    /// The grant of a caller who was let in.
    static Grant.ForAdministration allowed(Decision<Grant.ForAdministration> decision) {
        if (decision instanceof Decision.Allowed<Grant.ForAdministration>(var grant)) {
            return grant;
        }
        throw other(decision.toString());
    }

    /// A failure of the run.
    static IllegalStateException other(String what) {
        return new IllegalStateException("the measured operation came to another end: " + what);
    }
}
