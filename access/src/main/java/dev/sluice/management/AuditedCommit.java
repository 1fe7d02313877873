// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.audit.Actor;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.AuditRecord;
import dev.sluice.audit.AuditRecord.Event;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.CommitOutcome;
import dev.sluice.model.Grant;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes the catalog between two lines of the audit log: intent before, outcome after.
final class AuditedCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AuditedCommit.class);

    private final Catalog catalog;
    private final AuditLog audit;

    AuditedCommit(Catalog catalog, AuditLog audit) {
        this.catalog = catalog;
        this.audit = audit;
    }

    /// Makes the change. Without a written intent nothing is changed; an outcome that cannot be
    /// written is logged, for the change is made and the caller must learn so.
    ///
    /// @param object what is changed, such as `database plant`
    /// @return the catalog with the change in it
    /// @throws ProblemException what the catalog refused or could not do
    CatalogSnapshot run(
            Grant.ForAdministration grant,
            RequestOrigin origin,
            String object,
            CatalogChange change) {
        audit.append(line(Event.CHANGE_INTENT, grant, origin, object, null, null));
        CommitOutcome outcome;
        try {
            outcome = catalog.commit(change);
        } catch (ProblemException e) {
            report(grant, origin, object, "failed", e.problem().code());
            throw e;
        }
        switch (outcome) {
            case CommitOutcome.Committed _ -> report(grant, origin, object, "committed", null);
            case CommitOutcome.Refused(Problem problem) ->
                    report(grant, origin, object, "refused", problem.code());
            case CommitOutcome.Unknown(Problem problem) ->
                    report(grant, origin, object, "unknown", problem.code());
        }
        return outcome.require();
    }

    private void report(
            Grant.ForAdministration grant,
            RequestOrigin origin,
            String object,
            String outcome,
            @Nullable String reason) {
        try {
            audit.append(line(Event.CHANGE_OUTCOME, grant, origin, object, outcome, reason));
        } catch (ProblemException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("requestId", origin.requestId())
                    .addKeyValue("object", object)
                    .addKeyValue("outcome", outcome)
                    .log("the outcome of a change could not be audited");
        }
    }

    private static AuditRecord line(
            Event event,
            Grant.ForAdministration grant,
            RequestOrigin origin,
            String object,
            @Nullable String outcome,
            @Nullable String reason) {
        return new AuditRecord(
                event,
                origin,
                Actor.of(grant.principal()),
                grant.operation().name().toLowerCase(Locale.ROOT),
                object,
                outcome,
                reason);
    }
}
