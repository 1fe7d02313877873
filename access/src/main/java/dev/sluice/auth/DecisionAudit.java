// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.Actor;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.AuditRecord;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.model.Grant;
import dev.sluice.model.ProblemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes decisions to the audit log, and turns a decision that could not be written into one that
/// lets nobody in.
final class DecisionAudit {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionAudit.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final AuditLog log;

    DecisionAudit(AuditLog log) {
        this.log = log;
    }

    /// The decision, once it is written.
    ///
    /// @param operation what was asked for, as the audit log names it
    /// @param object what it was about, or null
    /// @param note told as the reason when the decision is to let in, or null
    <G extends Grant> Decision<G> audited(
            Decision<G> decision,
            Actor actor,
            String operation,
            @Nullable String object,
            @Nullable String note,
            RequestOrigin origin) {
        try {
            log.append(
                    new AuditRecord(
                            AuditRecord.Event.AUTHENTICATION,
                            origin,
                            actor,
                            operation,
                            object,
                            outcome(decision),
                            decision instanceof Decision.Allowed<G> ? note : reason(decision)));
            return decision;
        } catch (ProblemException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("requestId", origin.requestId())
                    .log("a decision could not be audited and lets nobody in");
            return switch (decision) {
                case Decision.Allowed<G> _ ->
                        new Decision.Unavailable<>("the audit log cannot be written", RETRY_AFTER);
                case Decision.Unauthenticated<G> refused -> refused;
                case Decision.Forbidden<G> refused -> refused;
                case Decision.Unavailable<G> refused -> refused;
            };
        }
    }

    private static String outcome(Decision<?> decision) {
        return switch (decision) {
            case Decision.Allowed<?> _ -> "allowed";
            case Decision.Unauthenticated<?> _ -> "unauthenticated";
            case Decision.Forbidden<?> _ -> "forbidden";
            case Decision.Unavailable<?> _ -> "unavailable";
        };
    }

    private static @Nullable String reason(Decision<?> decision) {
        return switch (decision) {
            case Decision.Allowed<?> _ -> null;
            case Decision.Unauthenticated<?> refused -> refused.reason();
            case Decision.Forbidden<?> refused -> refused.reason();
            case Decision.Unavailable<?> _ -> "provider_keys_unavailable";
        };
    }
}
