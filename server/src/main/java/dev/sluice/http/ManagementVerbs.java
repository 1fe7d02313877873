// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

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
import dev.sluice.management.WhoAmI;

/// Everything that the management API can do, by subject.
///
/// @param databases under `/databases`
/// @param tables under `/databases/{databaseName}/tables`
/// @param tokens under `/tokens`
/// @param managementTokens under `/management-tokens`
/// @param cluster `/users`, `/cluster` and `/whoami`
public record ManagementVerbs(
        Databases databases,
        Tables tables,
        Tokens tokens,
        ManagementTokens managementTokens,
        Cluster cluster) {

    /// What can be done to databases.
    ///
    /// @param list `GET /databases`
    /// @param create `POST /databases`
    /// @param update `PATCH /databases/{databaseName}`
    /// @param rename `PUT /databases/{databaseName}/rename`
    /// @param delete `DELETE /databases/{databaseName}`
    /// @param undelete `PUT /databases/{databaseId}/undelete`
    public record Databases(
            ListDatabases list,
            CreateDatabase create,
            UpdateDatabase update,
            RenameDatabase rename,
            DeleteDatabase delete,
            UndeleteDatabase undelete) {}

    /// What can be done to tables; the paths follow `/databases/{databaseName}`.
    ///
    /// @param list `GET /tables`
    /// @param create `POST /tables`
    /// @param rename `PUT /tables/{tableName}/rename`
    /// @param delete `DELETE /tables/{tableName}`
    /// @param undelete `PUT /tables/{tableId}/undelete`
    public record Tables(
            ListTables list,
            CreateTable create,
            RenameTable rename,
            DeleteTable delete,
            UndeleteTable undelete) {}

    /// What can be done to database tokens.
    ///
    /// @param list `GET /tokens`
    /// @param create `POST /tokens`
    /// @param get `GET /tokens/{tokenId}`
    /// @param update `PATCH /tokens/{tokenId}`
    /// @param revoke `DELETE /tokens/{tokenId}`
    public record Tokens(
            ListTokens list,
            CreateToken create,
            GetToken get,
            UpdateToken update,
            RevokeToken revoke) {}

    /// What can be done to management tokens.
    ///
    /// @param list `GET /management-tokens`
    /// @param create `POST /management-tokens`
    /// @param get `GET /management-tokens/{tokenId}`
    /// @param revoke `DELETE /management-tokens/{tokenId}`
    public record ManagementTokens(
            ListManagementTokens list,
            CreateManagementToken create,
            GetManagementToken get,
            RevokeManagementToken revoke) {}

    /// What can be asked of the cluster.
    ///
    /// @param listUsers `GET /users`
    /// @param get `GET /cluster`
    /// @param whoAmI `GET /whoami`
    public record Cluster(ListUsers listUsers, GetCluster get, WhoAmI whoAmI) {}
}
