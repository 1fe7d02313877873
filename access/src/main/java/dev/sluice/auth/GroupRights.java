// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.config.UserGroup;
import dev.sluice.model.Operation;
import java.util.Set;

/// What each group may do: the table of admin.md 1.9, a row an operation, so that a new operation
/// does not compile without one. A user in several groups has the rights of all.
final class GroupRights {
    private static final Set<UserGroup> ALL = Set.of(UserGroup.values());
    private static final Set<UserGroup> MAKERS = Set.of(UserGroup.ADMIN, UserGroup.MEMBER);
    private static final Set<UserGroup> INSPECTORS = Set.of(UserGroup.ADMIN, UserGroup.AUDITOR);
    private static final Set<UserGroup> ADMINS = Set.of(UserGroup.ADMIN);

    private GroupRights() {}

    static boolean allow(Set<UserGroup> groups, Operation operation) {
        return groups.stream().anyMatch(groupsFor(operation)::contains);
    }

    private static Set<UserGroup> groupsFor(Operation operation) {
        return switch (operation) {
            case LIST_DATABASES, LIST_TABLES, LIST_TOKENS, GET_CLUSTER, WHO_AM_I -> ALL;
            case CREATE_TOKEN -> MAKERS;
            case LIST_USERS, LIST_MANAGEMENT_TOKENS -> INSPECTORS;
            case CREATE_DATABASE,
                    UPDATE_DATABASE,
                    RENAME_DATABASE,
                    DELETE_DATABASE,
                    UNDELETE_DATABASE,
                    CREATE_TABLE,
                    RENAME_TABLE,
                    DELETE_TABLE,
                    UNDELETE_TABLE,
                    UPDATE_TOKEN,
                    REVOKE_TOKEN,
                    CREATE_MANAGEMENT_TOKEN,
                    REVOKE_MANAGEMENT_TOKEN ->
                    ADMINS;
        };
    }
}
