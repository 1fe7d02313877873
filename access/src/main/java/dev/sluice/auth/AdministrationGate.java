// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.Actor;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.config.AdminUser;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.model.Secret;
import dev.sluice.oidc.InternalJwt;
import dev.sluice.oidc.RejectionReasons;
import dev.sluice.oidc.Verification;
import dev.sluice.oidc.VerifiedIdentity;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Decides about administrative operations: admin.md 1.7, steps 1, 2, 9, 19 and 20, 2.3 and 5.6.
final class AdministrationGate {
    private static final Logger LOG = LoggerFactory.getLogger(AdministrationGate.class);
    private static final Duration KEYS_RETRY_AFTER = Duration.ofSeconds(5);

    private final Administrators administrators;
    private final AdminTokens adminTokens;
    private final ManagementTokens managementTokens;

    AdministrationGate(
            Administrators administrators,
            AdminTokens adminTokens,
            ManagementTokens managementTokens) {
        this.administrators = administrators;
        this.adminTokens = adminTokens;
        this.managementTokens = managementTokens;
    }

    /// Whose credential it is and whether they may.
    Finding<Grant.ForAdministration> judge(
            Credential credential, Operation operation, RequestOrigin origin) {
        return switch (credential) {
            case Credential.Absent(String reason) ->
                    Finding.of(new Decision.Unauthenticated<>(reason, false), Actor.UNKNOWN);
            case Credential.Bearer(Secret token) -> judge(token, operation, origin);
        };
    }

    private static Finding<Grant.ForAdministration> unauthenticated(String reason, Actor actor) {
        return Finding.of(new Decision.Unauthenticated<>(reason, true), actor);
    }

    private Finding<Grant.ForAdministration> judge(
            Secret secret, Operation operation, RequestOrigin origin) {
        String token = secret.reveal();
        if (token.startsWith(CredentialKinds.MANAGEMENT_TOKEN_PREFIX)) {
            return managementTokens.judge(secret, operation);
        }
        if (token.startsWith(CredentialKinds.DATABASE_TOKEN_PREFIX)) {
            return unauthenticated(
                    "wrong_credential_kind",
                    Actor.unproved(CredentialKind.DATABASE_TOKEN, Principal.SLUICE));
        }
        return adminTokens.claims(token)
                ? judgeAdminToken(token, operation)
                : judgeProviderToken(token, operation, origin);
    }

    private Finding<Grant.ForAdministration> judgeAdminToken(String token, Operation operation) {
        return switch (adminTokens.verify(token)) {
            case InternalJwt.Verdict.Genuine _ -> {
                Principal principal = AdminTokens.principal();
                yield Finding.of(
                        new Decision.Allowed<>(new Grant.ForAdministration(principal, operation)),
                        Actor.of(principal));
            }
            case InternalJwt.Verdict.Rejected(String reason) ->
                    unauthenticated(
                            reason, Actor.unproved(CredentialKind.ADMIN_TOKEN, Principal.SLUICE));
        };
    }

    private Finding<Grant.ForAdministration> judgeProviderToken(
            String token, Operation operation, RequestOrigin origin) {
        AdministratorList list = administrators.current();
        return switch (list.verifier().verify(token)) {
            case Verification.Verified(VerifiedIdentity identity) ->
                    judgeIdentity(list, identity, operation);
            case Verification.Rejected(String reason) -> {
                LoggingEventBuilder line =
                        LOG.atWarn()
                                .addKeyValue("reason", reason)
                                .addKeyValue("provider", list.provider())
                                .addKeyValue("requestId", origin.requestId());
                String hint = RejectionReasons.hint(reason);
                if (hint != null) {
                    line = line.addKeyValue("hint", hint);
                }
                line.log("a token of the identity provider was refused");
                yield unauthenticated(reason, Actor.unproved(CredentialKind.OIDC, list.provider()));
            }
            case Verification.KeysUnavailable(String message) -> {
                LOG.atWarn()
                        .addKeyValue("provider", list.provider())
                        .addKeyValue("detail", message)
                        .addKeyValue("requestId", origin.requestId())
                        .log("a token could not be verified for want of the provider's keys");
                yield Finding.of(
                        new Decision.Unavailable<>(
                                "provider_keys_unavailable",
                                "identity provider keys unavailable",
                                KEYS_RETRY_AFTER),
                        Actor.unproved(CredentialKind.OIDC, list.provider()));
            }
        };
    }

    private static Finding<Grant.ForAdministration> judgeIdentity(
            AdministratorList list, VerifiedIdentity identity, Operation operation) {
        Optional<AdminUser> user = list.find(identity.subject());
        Principal principal =
                new Principal(
                        CredentialKind.OIDC,
                        list.provider(),
                        identity.subject(),
                        identity.displayName(),
                        user.map(listed -> UserIds.of(list.provider(), listed.id())).orElse(null));
        Decision<Grant.ForAdministration> decision;
        if (user.isEmpty()) {
            decision = new Decision.Forbidden<>("user_not_listed");
        } else if (!GroupRights.allow(user.get().groups(), operation)) {
            decision = new Decision.Forbidden<>("insufficient_group");
        } else {
            decision = new Decision.Allowed<>(new Grant.ForAdministration(principal, operation));
        }
        boolean idToken = identity.kind() == VerifiedIdentity.TokenKind.ID_TOKEN;
        return Finding.of(decision, Actor.of(principal)).noting(idToken ? "id_token" : null);
    }
}
