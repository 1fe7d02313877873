// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Whom the cluster takes the caller for (admin.md 4.6).
///
/// @param kind of credential, such as `oidc` or `management_token`
/// @param subject the identity provider's identifier of the user, or the token's id
/// @param userId our own identifier of the user; null for a credential that stands for no user
/// @param userGroups of the user, such as `Admin`; none for a credential that stands for no user
public record WhoAmIBody(
        String kind, String subject, @Nullable UUID userId, List<String> userGroups) {

    /// Copies the groups.
    public WhoAmIBody {
        userGroups = List.copyOf(userGroups);
    }
}
