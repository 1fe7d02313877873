// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;

/// What the management door asks before anything else: may they? Filled by the gatekeeper.
public interface AdministrationDecider {

    /// Decides, and leaves an audit record.
    Decision<Grant.ForAdministration> decide(
            Credential credential, Operation operation, RequestOrigin origin);
}
