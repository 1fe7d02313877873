// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.model.Grant;
import dev.sluice.model.Operation;

/// Holds each verb to the grant that was issued for it.
final class Grants {
    private Grants() {}

    /// @throws IllegalStateException when the grant is for something else: a mistake of ours
    static void require(Grant.ForAdministration grant, Operation operation) {
        if (grant.operation() != operation) {
            throw new IllegalStateException(
                    "a grant for " + grant.operation() + " was used for " + operation);
        }
    }
}
