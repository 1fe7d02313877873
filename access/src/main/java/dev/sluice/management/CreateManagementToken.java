// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.CreatedManagementToken;
import dev.sluice.api.ManagementTokenBody;
import dev.sluice.api.NewManagementToken;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.TokenDigest;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/// Makes a management token and shows its text, once; only the SHA-512 of it is kept (admin.md
/// 5.6).
public final class CreateManagementToken {
    private final AuditedCommit commit;
    private final InstantSource clock;
    private final TokenMint mint = new TokenMint();

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    /// @param clock for creation and for expiry in the past
    public CreateManagementToken(Catalog catalog, AuditLog audit, InstantSource clock) {
        this.commit = new AuditedCommit(catalog, audit);
        this.clock = clock;
    }

    /// Does it. The token works from the moment this returns.
    ///
    /// @param grant for [Operation#CREATE_MANAGEMENT_TOKEN]; its user is remembered as the maker
    /// @param request not yet checked
    /// @param origin for the audit log
    /// @throws ProblemException *invalid* for a blank or too long description or an expiry in the
    ///   past
    public CreatedManagementToken run(
            Grant.ForAdministration grant, NewManagementToken request, RequestOrigin origin) {
        Grants.require(grant, Operation.CREATE_MANAGEMENT_TOKEN);
        Instant now = clock.instant();
        TokenRequests.requireSense(request.description(), request.expiresAt(), now);
        UUID id = mint.nextId();
        Secret text = mint.nextManagementText();
        ManagementTokenBody token =
                commit.run(
                                grant,
                                origin,
                                "management token " + id,
                                new CatalogChange.CreateManagementToken(
                                        id,
                                        request.description(),
                                        TokenMint.shownPrefix(text),
                                        TokenDigest.sha512(text),
                                        now,
                                        request.expiresAt(),
                                        grant.principal().userId()))
                        .findManagementToken(id)
                        .map(Bodies::of)
                        .orElseThrow(
                                () -> new IllegalStateException("committed and not there: " + id));
        return new CreatedManagementToken(token, text);
    }
}
