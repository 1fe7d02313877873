// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.Actor;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.model.Secret;
import dev.sluice.oidc.InternalJwt;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Decides about reading and writing databases (data.md 2.8).
final class DatabaseGate {
    private final AdminTokens adminTokens;
    private final Catalog catalog;
    private final BooleanSupplier adminTokenDataAccess;
    private final DecisionAudit audit;
    private final InstantSource clock;

    DatabaseGate(
            AdminTokens adminTokens,
            Catalog catalog,
            BooleanSupplier adminTokenDataAccess,
            DecisionAudit audit,
            InstantSource clock) {
        this.adminTokens = adminTokens;
        this.catalog = catalog;
        this.adminTokenDataAccess = adminTokenDataAccess;
        this.audit = audit;
        this.clock = clock;
    }

    Decision<Grant.ForDatabase> decide(
            Credential credential, Action action, DatabaseName database, RequestOrigin origin) {
        return switch (credential) {
            case Credential.Absent(String reason) -> new Decision.Unauthenticated<>(reason, false);
            case Credential.Bearer(Secret token) -> {
                String text = token.reveal();
                if (text.isEmpty()) {
                    yield new Decision.Unauthenticated<>("empty", false);
                }
                if (text.startsWith(CredentialKinds.MANAGEMENT_TOKEN_PREFIX)) {
                    yield audited(
                            new Decision.Forbidden<>("wrong_credential_kind"),
                            Actor.unproved(CredentialKind.MANAGEMENT_TOKEN, Principal.SLUICE),
                            action,
                            database,
                            origin);
                }
                yield CredentialKinds.looksLikeJwt(text)
                        ? decideJwt(text, action, database, origin)
                        : decideDatabaseToken(token, action, database);
            }
        };
    }

    private Decision<Grant.ForDatabase> decideJwt(
            String token, Action action, DatabaseName database, RequestOrigin origin) {
        if (!adminTokens.claims(token)) {
            return audited(
                    new Decision.Forbidden<>("wrong_credential_kind"),
                    new Actor(CredentialKind.OIDC, null, null),
                    action,
                    database,
                    origin);
        }
        return switch (adminTokens.verify(token)) {
            case InternalJwt.Verdict.Genuine _ -> {
                Principal principal = AdminTokens.principal();
                yield audited(
                        adminTokenDataAccess.getAsBoolean()
                                ? new Decision.Allowed<>(
                                        new Grant.ForDatabase(principal, action, database))
                                : new Decision.Forbidden<>("admin_token_data_access_off"),
                        Actor.of(principal),
                        action,
                        database,
                        origin);
            }
            case InternalJwt.Verdict.Rejected(String reason) ->
                    audited(
                            new Decision.Forbidden<>(reason),
                            Actor.unproved(CredentialKind.ADMIN_TOKEN, Principal.SLUICE),
                            action,
                            database,
                            origin);
        };
    }

    private Decision<Grant.ForDatabase> audited(
            Decision<Grant.ForDatabase> decision,
            Actor actor,
            Action action,
            DatabaseName database,
            RequestOrigin origin) {
        return audit.audited(decision, actor, action.word(), "database " + database, null, origin);
    }

    private Decision<Grant.ForDatabase> decideDatabaseToken(
            Secret token, Action action, DatabaseName database) {
        Optional<TokenEntry> found =
                catalog.snapshot().findTokenBySha512(TokenDigest.sha512(token));
        if (found.isEmpty()) {
            return new Decision.Forbidden<>("unknown_token");
        }
        TokenEntry entry = found.get();
        Instant now = clock.instant();
        if (!entry.isLive(now)) {
            return new Decision.Forbidden<>(entry.revokedAt() == null ? "expired" : "revoked");
        }
        if (!entry.allows(action, database.value())) {
            return new Decision.Forbidden<>("no_permission");
        }
        Principal principal =
                new Principal(
                        CredentialKind.DATABASE_TOKEN,
                        Principal.SLUICE,
                        entry.id().toString(),
                        entry.description());
        return new Decision.Allowed<>(new Grant.ForDatabase(principal, action, database));
    }
}
