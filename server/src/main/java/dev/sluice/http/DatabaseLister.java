// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.Credential;
import dev.sluice.auth.Decision;
import dev.sluice.model.Grant;

/// What a data door asks that tells which databases there are. Filled by the gatekeeper.
public interface DatabaseLister {

    /// Decides, and leaves an audit record.
    Decision<Grant.ForListing> decide(Credential credential, RequestOrigin origin);
}
