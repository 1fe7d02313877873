// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What became of one administrator between two configurations.
///
/// @param kind what
/// @param id the provider's user ID
/// @param groups what the person may do now; for one who was removed, what they could do before
public record AdministratorChange(Kind kind, String id, Set<UserGroup> groups) {

    /// Copies the groups.
    public AdministratorChange {
        groups = Set.copyOf(groups);
    }

    /// The kinds of change that matter for what a person may do.
    public enum Kind {
        /// Listed now, and not before.
        ADDED,
        /// Listed before, and not now.
        REMOVED,
        /// Listed with other groups.
        REGROUPED
    }

    /// Everybody who was added, removed or regrouped, in the order of the lists: first those who
    /// are gone. Under another provider's name the same ID is another person.
    public static List<AdministratorChange> between(
            @Nullable AdminConfig before, @Nullable AdminConfig after) {
        boolean sameProvider =
                before != null
                        && after != null
                        && before.identityProvider().equals(after.identityProvider());
        Map<String, AdminUser> was = byId(before);
        Map<String, AdminUser> is = byId(after);
        List<AdministratorChange> changes = new ArrayList<>();
        was.forEach((id, user) -> {
            if (!sameProvider || !is.containsKey(id)) {
                changes.add(new AdministratorChange(Kind.REMOVED, id, user.groups()));
            }
        });
        is.forEach((id, user) -> {
            AdminUser old = sameProvider ? was.get(id) : null;
            if (old == null) {
                changes.add(new AdministratorChange(Kind.ADDED, id, user.groups()));
            } else if (!old.groups().equals(user.groups())) {
                changes.add(new AdministratorChange(Kind.REGROUPED, id, user.groups()));
            }
        });
        return changes;
    }

    private static Map<String, AdminUser> byId(@Nullable AdminConfig admin) {
        Map<String, AdminUser> users = new LinkedHashMap<>();
        if (admin != null) {
            admin.users().forEach(user -> users.put(user.id(), user));
        }
        return users;
    }
}
