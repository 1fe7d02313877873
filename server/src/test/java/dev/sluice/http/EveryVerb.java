// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.audit.AuditLog;
import dev.sluice.auth.AdministratorList;
import dev.sluice.auth.Administrators;
import dev.sluice.catalog.Catalog;
import dev.sluice.management.CreateDatabase;
import dev.sluice.management.CreateManagementToken;
import dev.sluice.management.CreateTable;
import dev.sluice.management.CreateToken;
import dev.sluice.management.DeleteDatabase;
import dev.sluice.management.DeleteTable;
import dev.sluice.management.GetCluster;
import dev.sluice.management.GetManagementToken;
import dev.sluice.management.GetToken;
import dev.sluice.management.ListDatabases;
import dev.sluice.management.ListManagementTokens;
import dev.sluice.management.ListTables;
import dev.sluice.management.ListTokens;
import dev.sluice.management.ListUsers;
import dev.sluice.management.RenameDatabase;
import dev.sluice.management.RenameTable;
import dev.sluice.management.RevokeManagementToken;
import dev.sluice.management.RevokeToken;
import dev.sluice.management.UndeleteDatabase;
import dev.sluice.management.UndeleteTable;
import dev.sluice.management.UpdateDatabase;
import dev.sluice.management.UpdateToken;
import dev.sluice.management.UserRecords;
import dev.sluice.management.WhoAmI;
import java.time.InstantSource;

/// The verbs of the management API over a catalog.
final class EveryVerb {
    private EveryVerb() {}

    static ManagementVerbs of(Catalog catalog, AuditLog audit, InstantSource clock) {
        return new ManagementVerbs(
                new ManagementVerbs.Databases(
                        new ListDatabases(catalog),
                        new CreateDatabase(catalog, audit),
                        new UpdateDatabase(catalog, audit),
                        new RenameDatabase(catalog, audit),
                        new DeleteDatabase(catalog, audit, clock),
                        new UndeleteDatabase(catalog, audit)),
                new ManagementVerbs.Tables(
                        new ListTables(catalog),
                        new CreateTable(catalog, audit),
                        new RenameTable(catalog, audit),
                        new DeleteTable(catalog, audit, clock),
                        new UndeleteTable(catalog, audit)),
                new ManagementVerbs.Tokens(
                        new ListTokens(catalog),
                        new CreateToken(catalog, audit, clock),
                        new GetToken(catalog),
                        new UpdateToken(catalog, audit, clock),
                        new RevokeToken(catalog, audit, clock)),
                new ManagementVerbs.ManagementTokens(
                        new ListManagementTokens(catalog),
                        new CreateManagementToken(catalog, audit, clock),
                        new GetManagementToken(catalog),
                        new RevokeManagementToken(catalog, audit, clock)),
                new ManagementVerbs.Cluster(
                        new ListUsers(catalog, new UserRecords(catalog)),
                        new GetCluster(catalog, "9.8.7"),
                        new WhoAmI(new Administrators(AdministratorList.nobody()))));
    }
}
