// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.Actor;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.AuditRecord;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
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
    private static final String SLOWED = "slowed";
    private static final String TOO_MANY = "too_many_failed_attempts";

    private final AuditLog log;

    DecisionAudit(AuditLog log) {
        this.log = log;
    }

    /// What was asked for, as the audit log names it.
    ///
    /// @param operation such as `create_token` or `write`
    /// @param object what it was about, or null
    /// @param origin the request
    record Question(String operation, @Nullable String object, RequestOrigin origin) {}

    /// The decision, once it is written.
    <G extends Grant> Decision<G> audited(Finding<G> finding, Question question) {
        Decision<G> decision = finding.decision();
        String reason = decision instanceof Decision.Allowed<G> ? finding.note() : reason(decision);
        Problem trouble = append(line(question, finding.actor(), outcome(decision), reason, 1));
        if (trouble == null) {
            return decision;
        }
        return switch (decision) {
            case Decision.Allowed<G> _ ->
                    new Decision.Unavailable<>(trouble.code(), trouble.message(), RETRY_AFTER);
            case Decision.Unauthenticated<G> refused -> refused;
            case Decision.Forbidden<G> refused -> refused;
            case Decision.Slowed<G> refused -> refused;
            case Decision.Unavailable<G> refused -> refused;
        };
    }

    /// Tells that an address is slowed.
    ///
    /// @param count of the requests that the line stands for
    void slowed(Question question, int count) {
        Problem _ = append(line(question, Actor.UNKNOWN, SLOWED, TOO_MANY, count));
    }

    /// What keeps the record from being written, or null.
    private @Nullable Problem append(AuditRecord line) {
        try {
            log.append(line);
            return null;
        } catch (ProblemException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("requestId", line.origin().requestId())
                    .log("a decision could not be audited and lets nobody in");
            return e.problem();
        }
    }

    private static AuditRecord line(
            Question question, Actor actor, String outcome, @Nullable String reason, int count) {
        return new AuditRecord(
                AuditRecord.Event.AUTHENTICATION,
                question.origin,
                actor,
                question.operation,
                question.object,
                outcome,
                reason,
                count,
                0);
    }

    /// The outcome in one word.
    static String outcome(Decision<?> decision) {
        return switch (decision) {
            case Decision.Allowed<?> _ -> "allowed";
            case Decision.Unauthenticated<?> _ -> "unauthenticated";
            case Decision.Forbidden<?> _ -> "forbidden";
            case Decision.Slowed<?> _ -> SLOWED;
            case Decision.Unavailable<?> _ -> "unavailable";
        };
    }

    /// Why not, as a stable code; null for who was let in.
    static @Nullable String reason(Decision<?> decision) {
        return switch (decision) {
            case Decision.Allowed<?> _ -> null;
            case Decision.Unauthenticated<?> refused -> refused.reason();
            case Decision.Forbidden<?> refused -> refused.reason();
            case Decision.Slowed<?> _ -> TOO_MANY;
            case Decision.Unavailable<?> refused -> refused.reason();
        };
    }
}
