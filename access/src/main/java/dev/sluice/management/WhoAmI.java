// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.api.WhoAmIBody;
import dev.sluice.auth.Administrators;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal;

/// Shows the caller whom the cluster takes them for, for diagnostics (admin.md 4.6).
public final class WhoAmI {
    private final Administrators administrators;

    /// @param administrators know the groups
    public WhoAmI(Administrators administrators) {
        this.administrators = administrators;
    }

    /// Does it.
    ///
    /// @param grant for [Operation#WHO_AM_I]
    public WhoAmIBody run(Grant.ForAdministration grant) {
        Grants.require(grant, Operation.WHO_AM_I);
        Principal caller = grant.principal();
        return new WhoAmIBody(
                caller.kind().word(),
                caller.subject(),
                caller.userId(),
                administrators.groups(caller).stream().map(UserGroup::word).toList());
    }
}
