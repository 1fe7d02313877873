// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.TokenBody;
import dev.sluice.api.TokenUpdate;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.ProblemException;
import java.time.InstantSource;
import java.util.UUID;

/// Gives a database token another description or other rights (admin.md 4.5), from the next request
/// on.
public final class UpdateToken {
    private final AuditedCommit commit;
    private final InstantSource clock;

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    /// @param clock says whether it has expired
    public UpdateToken(Catalog catalog, AuditLog audit, InstantSource clock) {
        this.commit = new AuditedCommit(catalog, audit);
        this.clock = clock;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#UPDATE_TOKEN]
    /// @param id which
    /// @param update its description not yet checked
    /// @param origin for the audit log
    /// @return the token as it is now
    /// @throws ProblemException *invalid* for a blank or too long description; *not found* for an
    ///   unknown id; *conflict* for a revoked or expired token
    public TokenBody run(
            Grant.ForAdministration grant, UUID id, TokenUpdate update, RequestOrigin origin) {
        Grants.require(grant, Operation.UPDATE_TOKEN);
        if (update.description() != null) {
            TokenRequests.requireDescription(update.description());
        }
        return commit.run(
                        grant,
                        origin,
                        "token " + id,
                        new CatalogChange.UpdateToken(
                                id, update.description(), update.permissions(), clock.instant()))
                .findToken(id)
                .map(Bodies::of)
                .orElseThrow(() -> new IllegalStateException("committed and not there: " + id));
    }
}
