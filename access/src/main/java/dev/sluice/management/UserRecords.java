// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.auth.UserIds;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.UserEntry;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.model.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the catalog's users as the configuration in force lists them (admin.md 1.10).
///
/// Nobody is let in or kept out by these records: that is for the list itself, which takes force
/// whether or not the catalog can be written, so that a failing disk never keeps somebody in who
/// was removed. Records that could not be written are told in the log and written later: with the
/// next configuration, before users are shown, or at the next start. Safe for many threads.
public final class UserRecords {
    private static final Logger LOG = LoggerFactory.getLogger(UserRecords.class);

    private final Catalog catalog;
    private List<UserEntry> listed = List.of();
    private boolean pending;

    /// @param catalog where they are kept
    public UserRecords(Catalog catalog) {
        this.catalog = catalog;
    }

    /// Records the users of a configuration that took force. Never fails: what cannot be written
    /// now is written later.
    ///
    /// @param admin null when nobody is listed
    public synchronized void replace(@Nullable AdminConfig admin) {
        listed = admin == null ? List.of() : entries(admin);
        pending = true;
        try {
            settle();
        } catch (ProblemException failed) {
            LOG.atError()
                    .setCause(failed)
                    .addKeyValue("users", listed.size())
                    .log("the users of the configuration in force are not recorded yet");
        }
    }

    /// Writes what could not be written before.
    ///
    /// @throws ProblemException *unavailable* or *outcome unknown* when it still cannot
    synchronized void settle() {
        if (pending) {
            CatalogSnapshot _ = catalog.commit(new CatalogChange.ReplaceUsers(listed)).require();
            pending = false;
        }
    }

    private static List<UserEntry> entries(AdminConfig admin) {
        Map<UUID, UserEntry> byId = new LinkedHashMap<>();
        admin.users().stream()
                .map(user -> entry(admin.identityProvider(), user))
                .forEach(entry -> byId.put(entry.id(), entry));
        return List.copyOf(byId.values());
    }

    private static UserEntry entry(String provider, AdminUser user) {
        return new UserEntry(
                UserIds.of(provider, user.id()),
                provider,
                user.id(),
                user.firstName(),
                user.lastName(),
                user.email(),
                user.groups(),
                true);
    }
}
