// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import dev.sluice.api.ClusterIds;
import dev.sluice.audit.AuditLog;
import dev.sluice.auth.Administrators;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.http.AdministrationDecider;
import dev.sluice.http.ManagementEndpoint;
import dev.sluice.http.ManagementVerbs;
import dev.sluice.http.Readiness;
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

/// The administrative verbs of one server, and their door: a part of the assembly.
final class Verbs {
    private Verbs() {}

    /// The Management API.
    ///
    /// @param gate decides who may
    static ManagementEndpoint endpoint(
            AdministrationDecider gate,
            Catalog catalog,
            ManagementVerbs verbs,
            Readiness readiness) {
        CatalogSnapshot snapshot = catalog.snapshot();
        return new ManagementEndpoint(
                gate, verbs, new ClusterIds(snapshot.accountId(), snapshot.clusterId()), readiness);
    }

    static ManagementVerbs over(
            Catalog catalog,
            AuditLog audit,
            UserRecords users,
            Administrators administrators,
            Host host) {
        return new ManagementVerbs(
                new ManagementVerbs.Databases(
                        new ListDatabases(catalog),
                        new CreateDatabase(catalog, audit),
                        new UpdateDatabase(catalog, audit),
                        new RenameDatabase(catalog, audit),
                        new DeleteDatabase(catalog, audit, host.clock()),
                        new UndeleteDatabase(catalog, audit)),
                new ManagementVerbs.Tables(
                        new ListTables(catalog),
                        new CreateTable(catalog, audit),
                        new RenameTable(catalog, audit),
                        new DeleteTable(catalog, audit, host.clock()),
                        new UndeleteTable(catalog, audit)),
                new ManagementVerbs.Tokens(
                        new ListTokens(catalog),
                        new CreateToken(catalog, audit, host.clock()),
                        new GetToken(catalog),
                        new UpdateToken(catalog, audit, host.clock()),
                        new RevokeToken(catalog, audit, host.clock())),
                new ManagementVerbs.ManagementTokens(
                        new ListManagementTokens(catalog),
                        new CreateManagementToken(catalog, audit, host.clock()),
                        new GetManagementToken(catalog),
                        new RevokeManagementToken(catalog, audit, host.clock())),
                new ManagementVerbs.Cluster(
                        new ListUsers(catalog, users),
                        new GetCluster(catalog, host.version()),
                        new WhoAmI(administrators)));
    }
}
