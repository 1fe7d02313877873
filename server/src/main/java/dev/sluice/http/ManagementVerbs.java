// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

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
import dev.sluice.management.WhoAmI;

/// Everything that the management API can do.
///
/// @param listDatabases `GET /databases`
/// @param createDatabase `POST /databases`
/// @param listTokens `GET /tokens`
/// @param createToken `POST /tokens`
/// @param getToken `GET /tokens/{tokenId}`
/// @param revokeToken `DELETE /tokens/{tokenId}`
/// @param listManagementTokens `GET /management-tokens`
/// @param createManagementToken `POST /management-tokens`
/// @param getManagementToken `GET /management-tokens/{tokenId}`
/// @param revokeManagementToken `DELETE /management-tokens/{tokenId}`
/// @param listUsers `GET /users`
/// @param getCluster `GET /cluster`
/// @param whoAmI `GET /whoami`
public record ManagementVerbs(
        ListDatabases listDatabases,
        CreateDatabase createDatabase,
        ListTokens listTokens,
        CreateToken createToken,
        GetToken getToken,
        RevokeToken revokeToken,
        ListManagementTokens listManagementTokens,
        CreateManagementToken createManagementToken,
        GetManagementToken getManagementToken,
        RevokeManagementToken revokeManagementToken,
        ListUsers listUsers,
        GetCluster getCluster,
        WhoAmI whoAmI) {}
