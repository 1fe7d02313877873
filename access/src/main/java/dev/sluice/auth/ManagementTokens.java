// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.Actor;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.model.Secret;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Judges management tokens: an administrator's stand-ins for machines, with every right but that
/// to make more of their kind (admin.md 1.9 and 5.6). They outlive their maker's listing.
final class ManagementTokens {
    private static final Actor UNPROVED =
            Actor.unproved(CredentialKind.MANAGEMENT_TOKEN, Principal.SLUICE);

    private final CatalogView catalog;
    private final InstantSource clock;

    /// @param catalog where they are
    /// @param clock for expiry
    ManagementTokens(CatalogView catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Whether a text that begins as a management token is one, and what it may.
    Finding<Grant.ForAdministration> judge(Secret token, Operation operation) {
        String digest = TokenDigest.sha512(token);
        return CatalogTokens.judge(
                catalog, UNPROVED, snapshot -> judge(snapshot, digest, operation));
    }

    private Finding<Grant.ForAdministration> judge(
            CatalogSnapshot snapshot, String digest, Operation operation) {
        Optional<ManagementTokenEntry> found = snapshot.findManagementTokenBySha512(digest);
        if (found.isEmpty()) {
            return Finding.of(
                    new Decision.Unauthenticated<>(CatalogTokens.UNKNOWN, true), UNPROVED);
        }
        ManagementTokenEntry entry = found.get();
        Principal principal =
                new Principal(
                        CredentialKind.MANAGEMENT_TOKEN,
                        Principal.SLUICE,
                        entry.id().toString(),
                        entry.description());
        return Finding.of(
                decide(entry, new Grant.ForAdministration(principal, operation)),
                Actor.of(principal));
    }

    private Decision<Grant.ForAdministration> decide(
            ManagementTokenEntry entry, Grant.ForAdministration wanted) {
        Instant now = clock.instant();
        if (entry.revokedAt() != null) {
            return new Decision.Unauthenticated<>("revoked", true);
        }
        if (entry.isExpired(now)) {
            return new Decision.Unauthenticated<>("expired", true);
        }
        return wanted.operation() == Operation.CREATE_MANAGEMENT_TOKEN
                ? new Decision.Forbidden<>("management_token_cannot_make_another")
                : new Decision.Allowed<>(wanted);
    }
}
