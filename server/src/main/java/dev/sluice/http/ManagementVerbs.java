// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import dev.sluice.management.CreateDatabase;
import dev.sluice.management.CreateToken;
import dev.sluice.management.GetToken;
import dev.sluice.management.ListDatabases;
import dev.sluice.management.ListTokens;
import dev.sluice.management.RevokeToken;

/// Everything that the management API can do.
///
/// @param listDatabases `GET /databases`
/// @param createDatabase `POST /databases`
/// @param listTokens `GET /tokens`
/// @param createToken `POST /tokens`
/// @param getToken `GET /tokens/{tokenId}`
/// @param revokeToken `DELETE /tokens/{tokenId}`
public record ManagementVerbs(
        ListDatabases listDatabases,
        CreateDatabase createDatabase,
        ListTokens listTokens,
        CreateToken createToken,
        GetToken getToken,
        RevokeToken revokeToken) {}
