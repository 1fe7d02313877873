// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.Actor;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CatalogView;
import dev.sluice.catalog.DatabaseEntry;
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
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Decides about reading and writing databases (data.md 2.8).
final class DatabaseGate {
    private static final Actor UNPROVED =
            Actor.unproved(CredentialKind.DATABASE_TOKEN, Principal.SLUICE);

    private final AdminTokens adminTokens;
    private final CatalogView catalog;
    private final BooleanSupplier adminTokenDataAccess;
    private final InstantSource clock;

    DatabaseGate(
            AdminTokens adminTokens,
            CatalogView catalog,
            BooleanSupplier adminTokenDataAccess,
            InstantSource clock) {
        this.adminTokens = adminTokens;
        this.catalog = catalog;
        this.adminTokenDataAccess = adminTokenDataAccess;
        this.clock = clock;
    }

    /// Whose credential it is and whether they may.
    Finding<Grant.ForDatabase> judge(Credential credential, Action action, DatabaseName database) {
        return judge(credential, access(action, database));
    }

    /// The same of a database token that is known, at once and without asking anybody; nothing of
    /// any other credential.
    Optional<Finding<Grant.ForDatabase>> known(
            Credential credential, Action action, DatabaseName database) {
        return known(credential, access(action, database));
    }

    private static Wanted<Grant.ForDatabase> access(Action action, DatabaseName database) {
        return (principal, permitted) ->
                permitted.test(action, database.value())
                        ? new Grant.ForDatabase(principal, action, database)
                        : null;
    }

    /// Whose credential it is and what they may read.
    Finding<Grant.ForListing> judgeListing(Credential credential) {
        return judge(credential, this::listing);
    }

    /// The same as [#known] has it.
    Optional<Finding<Grant.ForListing>> knownListing(Credential credential) {
        return known(credential, this::listing);
    }

    private Grant.ForListing listing(Principal principal, BiPredicate<Action, String> permitted) {
        return new Grant.ForListing(
                principal,
                catalog.snapshot().databases().stream()
                        .map(DatabaseEntry::name)
                        .filter(name -> permitted.test(Action.READ, name))
                        .map(DatabaseName::new)
                        .toList());
    }

    /// What is asked for.
    @FunctionalInterface
    private interface Wanted<G extends Grant> {
        /// The proof, or null for whom it is not permitted.
        @Nullable G grant(Principal principal, BiPredicate<Action, String> permitted);
    }

    private <G extends Grant> Finding<G> judge(Credential credential, Wanted<G> wanted) {
        return switch (credential) {
            case Credential.Absent(String reason) -> absent(reason);
            case Credential.Bearer(Secret token) -> {
                String text = token.reveal();
                if (text.isEmpty()) {
                    yield absent("empty");
                }
                if (text.startsWith(CredentialKinds.MANAGEMENT_TOKEN_PREFIX)) {
                    yield forbidden(
                            "wrong_credential_kind",
                            Actor.unproved(CredentialKind.MANAGEMENT_TOKEN, Principal.SLUICE));
                }
                yield CredentialKinds.looksLikeJwt(text)
                        ? judgeJwt(text, wanted)
                        : judgeDatabaseToken(token, wanted);
            }
        };
    }

    private <G extends Grant> Optional<Finding<G>> known(Credential credential, Wanted<G> wanted) {
        return credential instanceof Credential.Bearer(Secret token)
                ? Optional.of(judge(catalog.snapshot(), TokenDigest.sha512(token), wanted))
                        .filter(finding -> !finding.failed())
                : Optional.empty();
    }

    private static <G extends Grant> Finding<G> absent(String reason) {
        return Finding.unaudited(new Decision.Unauthenticated<>(reason, false), Actor.UNKNOWN);
    }

    private static <G extends Grant> Finding<G> forbidden(String reason, Actor actor) {
        return Finding.of(new Decision.Forbidden<>(reason), actor);
    }

    private <G extends Grant> Finding<G> judgeJwt(String token, Wanted<G> wanted) {
        if (!adminTokens.claims(token)) {
            return forbidden("wrong_credential_kind", new Actor(CredentialKind.OIDC, null, null));
        }
        return switch (adminTokens.verify(token)) {
            case InternalJwt.Verdict.Genuine _ -> {
                Principal principal = AdminTokens.principal();
                yield adminTokenDataAccess.getAsBoolean()
                        ? Finding.of(
                                decision(wanted, principal, (_, _) -> true), Actor.of(principal))
                        : forbidden("admin_token_data_access_off", Actor.of(principal));
            }
            case InternalJwt.Verdict.Rejected(String reason) ->
                    forbidden(reason, Actor.unproved(CredentialKind.ADMIN_TOKEN, Principal.SLUICE));
        };
    }

    private <G extends Grant> Finding<G> judgeDatabaseToken(Secret token, Wanted<G> wanted) {
        String digest = TokenDigest.sha512(token);
        return CatalogTokens.judge(catalog, UNPROVED, snapshot -> judge(snapshot, digest, wanted));
    }

    private <G extends Grant> Finding<G> judge(
            CatalogSnapshot snapshot, String digest, Wanted<G> wanted) {
        Optional<TokenEntry> found = snapshot.findTokenBySha512(digest);
        if (found.isEmpty()) {
            return Finding.unaudited(new Decision.Forbidden<>(CatalogTokens.UNKNOWN), UNPROVED);
        }
        TokenEntry entry = found.get();
        Principal principal =
                new Principal(
                        CredentialKind.DATABASE_TOKEN,
                        Principal.SLUICE,
                        entry.id().toString(),
                        entry.description());
        return Finding.unaudited(decide(entry, principal, wanted), Actor.of(principal));
    }

    private <G extends Grant> Decision<G> decide(
            TokenEntry entry, Principal principal, Wanted<G> wanted) {
        Instant now = clock.instant();
        if (!entry.isLive(now)) {
            return new Decision.Forbidden<>(entry.revokedAt() == null ? "expired" : "revoked");
        }
        return decision(wanted, principal, entry::allows);
    }

    private static <G extends Grant> Decision<G> decision(
            Wanted<G> wanted, Principal principal, BiPredicate<Action, String> permitted) {
        G grant = wanted.grant(principal, permitted);
        return grant == null
                ? new Decision.Forbidden<>(CatalogTokens.NO_PERMISSION)
                : new Decision.Allowed<>(grant);
    }
}
