// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import org.jspecify.annotations.Nullable;

/// Is told of each decision of the [Gatekeeper], for whoever counts. Calls come from many threads;
/// they must return quickly and must not throw.
@FunctionalInterface
public interface DecisionObserver {

    /// A decision was made.
    ///
    /// @param operation what was asked for, such as `create_token` or `write`
    /// @param outcome as the audit log names it, such as `allowed` or `unauthenticated`
    /// @param reason a stable code; null where the outcome says it all
    void decided(String operation, String outcome, @Nullable String reason);
}
