// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import java.time.InstantSource;
import java.util.UUID;

/// Ends a database token for good; revoking a revoked one changes nothing and succeeds (admin.md
/// 4.5).
public final class RevokeToken {

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    /// @param clock for the time of revocation
    public RevokeToken(Catalog catalog, AuditLog audit, InstantSource clock) {}

    /// @param grant for [dev.sluice.model.Operation#REVOKE_TOKEN]
    /// @param id which
    /// @param origin for the audit log
    /// @throws dev.sluice.model.ProblemException *not found* for an unknown id
    public void run(Grant.ForAdministration grant, UUID id, RequestOrigin origin) {
        throw new UnsupportedOperationException();
    }
}
