// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.UserGroup;
import dev.sluice.model.Operation;
import java.util.Map;
import java.util.Set;

/// What each group may do: the table of admin.md 1.9. A user in several has the rights of all.
final class GroupRights {
    private static final Set<Operation> SEE =
            Set.of(Operation.LIST_DATABASES, Operation.LIST_TOKENS);

    private static final Map<UserGroup, Set<Operation>> TABLE =
            Map.of(
                    UserGroup.ADMIN,
                    Set.of(Operation.values()),
                    UserGroup.MEMBER,
                    Set.of(Operation.LIST_DATABASES, Operation.LIST_TOKENS, Operation.CREATE_TOKEN),
                    UserGroup.AUDITOR,
                    SEE);

    private GroupRights() {}

    static boolean allow(Set<UserGroup> groups, Operation operation) {
        return groups.stream().anyMatch(group -> rightsOf(group).contains(operation));
    }

    private static Set<Operation> rightsOf(UserGroup group) {
        return TABLE.getOrDefault(group, Set.of());
    }
}
