// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.UserEntry;
import dev.sluice.model.Problem;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rules about users and management tokens.
final class AdministrationRules {
    private AdministrationRules() {}

    static @Nullable Problem replaceUsers(ChangePlan plan, CatalogChange.ReplaceUsers replace) {
        Set<UUID> listed = replace.users().stream().map(UserEntry::id).collect(Collectors.toSet());
        replace.users().forEach(user -> record(plan, user));
        plan.after().users().stream()
                .filter(user -> user.active() && !listed.contains(user.id()))
                .forEach(user -> record(plan, user.deactivated()));
        return null;
    }

    private static void record(ChangePlan plan, UserEntry user) {
        if (!plan.after().findUser(user.id()).equals(Optional.of(user))) {
            plan.add(new CatalogRow.UserRecorded(user));
        }
    }

    static @Nullable Problem createToken(
            ChangePlan plan, CatalogChange.CreateManagementToken create) {
        if (plan.after().findManagementToken(create.id()).isPresent()
                || plan.after().findManagementTokenBySha512(create.sha512()).isPresent()) {
            return Problem.conflict(
                    "management_token_exists",
                    "management token " + create.id() + " is in the catalog already");
        }
        plan.add(
                new CatalogRow.NewManagementToken(
                        new ManagementTokenEntry(
                                create.id(),
                                create.description(),
                                create.prefix(),
                                create.sha512(),
                                create.createdAt().truncatedTo(ChronoUnit.MILLIS),
                                create.expiresAt() == null
                                        ? null
                                        : create.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                                null,
                                create.createdBy())));
        return null;
    }

    static @Nullable Problem revokeToken(
            ChangePlan plan, CatalogChange.RevokeManagementToken revoke) {
        Optional<ManagementTokenEntry> found = plan.after().findManagementToken(revoke.id());
        if (found.isEmpty()) {
            return Problem.notFound(
                    "management_token_not_found", "management token " + revoke.id() + " not found");
        }
        ManagementTokenEntry token = found.get();
        if (token.revokedAt() == null) {
            plan.add(
                    new CatalogRow.ManagementTokenRevoked(
                            token.revoked(revoke.revokedAt().truncatedTo(ChronoUnit.MILLIS))));
        }
        return null;
    }
}
