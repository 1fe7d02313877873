// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.DatabaseBody;
import dev.sluice.api.NewDatabase;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.model.Grant;

/// Makes a database (admin.md 4.4).
public final class CreateDatabase {

    /// @param catalog where it is made
    /// @param audit holds the intent before and the outcome after
    public CreateDatabase(Catalog catalog, AuditLog audit) {}

    /// @param grant for [dev.sluice.model.Operation#CREATE_DATABASE]
    /// @param request with its limits not yet checked
    /// @param origin for the audit log
    /// @return the database as it was made
    /// @throws dev.sluice.model.ProblemException *invalid* for a bad name or limit; *conflict* for
    ///   a name in use
    public DatabaseBody run(
            Grant.ForAdministration grant, NewDatabase request, RequestOrigin origin) {
        throw new UnsupportedOperationException();
    }
}
