// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.CreatedToken;
import dev.sluice.api.NewToken;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;
import java.time.InstantSource;

/// Makes a database token and shows its text, once; only the SHA-512 of it is kept (admin.md 5.5).
public final class CreateToken {

    /// @param catalog where it is kept
    /// @param audit holds the intent before and the outcome after
    /// @param clock for creation and for expiry in the past
    public CreateToken(Catalog catalog, AuditLog audit, InstantSource clock) {}

    /// @param grant for [dev.sluice.model.Operation#CREATE_TOKEN]
    /// @param request not yet checked
    /// @param origin for the audit log
    /// @throws dev.sluice.model.ProblemException *invalid* for a blank description or an expiry in
    ///   the past
    public CreatedToken run(Grant.ForAdministration grant, NewToken request, RequestOrigin origin) {
        throw new UnsupportedOperationException();
    }
}
