// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;

/// What a data door asks before anything else: may they? Filled by the gatekeeper.
public interface DatabaseDecider {

    /// Decides, and leaves an audit record.
    Decision<Grant.ForDatabase> decide(
            Credential credential, Action action, DatabaseName database, RequestOrigin origin);
}
