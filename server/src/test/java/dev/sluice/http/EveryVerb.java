// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.audit.AuditLog;
import dev.sluice.auth.AdministratorList;
import dev.sluice.auth.Administrators;
import dev.sluice.catalog.Catalog;
import dev.sluice.management.CreateDatabase;
import dev.sluice.management.CreateManagementToken;
import dev.sluice.management.CreateToken;
import dev.sluice.management.GetCluster;
import dev.sluice.management.GetManagementToken;
import dev.sluice.management.GetToken;
import dev.sluice.management.ListDatabases;
import dev.sluice.management.ListManagementTokens;
import dev.sluice.management.ListTokens;
import dev.sluice.management.ListUsers;
import dev.sluice.management.RevokeManagementToken;
import dev.sluice.management.RevokeToken;
import dev.sluice.management.UserRecords;
import dev.sluice.management.WhoAmI;
import java.time.InstantSource;

/// The verbs of the management API over a catalog.
final class EveryVerb {
    private EveryVerb() {}

    static ManagementVerbs of(Catalog catalog, AuditLog audit, InstantSource clock) {
        return new ManagementVerbs(
                new ListDatabases(catalog),
                new CreateDatabase(catalog, audit),
                new ListTokens(catalog),
                new CreateToken(catalog, audit, clock),
                new GetToken(catalog),
                new RevokeToken(catalog, audit, clock),
                new ListManagementTokens(catalog),
                new CreateManagementToken(catalog, audit, clock),
                new GetManagementToken(catalog),
                new RevokeManagementToken(catalog, audit, clock),
                new ListUsers(catalog, new UserRecords(catalog)),
                new GetCluster(catalog, "9.8.7"),
                new WhoAmI(new Administrators(AdministratorList.nobody())));
    }
}
