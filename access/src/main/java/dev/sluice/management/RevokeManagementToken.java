// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;
import java.time.InstantSource;
import java.util.UUID;

/// Ends a management token for good; revoking a revoked one changes nothing and succeeds (admin.md
/// 5.6).
public final class RevokeManagementToken {
    private final AuditedCommit commit;
    private final InstantSource clock;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    /// @param clock for the time of revocation
    public RevokeManagementToken(Catalog catalog, AuditLog audit, InstantSource clock) {
        this.commit = new AuditedCommit(catalog, audit);
        this.clock = clock;
    }

    /// Does it. The token no longer works from the moment this returns.
    ///
    /// @param grant for [Operation#REVOKE_MANAGEMENT_TOKEN]
    /// @param id which
    /// @param origin for the audit log
    /// @throws ProblemException *not found* for an unknown id
    public void run(Grant.ForAdministration grant, UUID id, RequestOrigin origin) {
        Grants.require(grant, Operation.REVOKE_MANAGEMENT_TOKEN);
        CatalogSnapshot _ =
                commit.run(
                        grant,
                        origin,
                        "management token " + id,
                        new CatalogChange.RevokeManagementToken(id, clock.instant()));
    }
}
