// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.CatalogView;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Decides whether a caller may do one thing, and issues the proof.
///
/// Owns: reading credentials, the administrator list, permissions, slowing whoever guesses. Does
/// not own: keys and signatures (`dev.sluice.oidc`).
///
/// Called by the doors only. Safe for many threads; each call sees one snapshot of tokens and of
/// the list. A refusal is a value, not an exception, because every door must answer and audit it.
public final class Gatekeeper {
    private final AdministrationGate administration;
    private final DatabaseGate databases;
    private final FailedAttempts attempts;
    private final DecisionAudit audit;
    private final DecisionObserver observer;

    /// @param administrators who administers, replaced as a whole when the settings change
    /// @param adminTokens verifies the token that the cluster made itself
    /// @param catalog where database tokens and management tokens are
    /// @param adminTokenDataAccess whether the admin token reads and writes (admin.md 2.5); asked
    ///   at each request
    /// @param attempts limits the failures of an address
    /// @param audit takes a record of each decision about an administrative credential
    /// @param observer is told of each decision, those about database tokens included
    /// @param clock for expiry
    public Gatekeeper(
            Administrators administrators,
            AdminTokens adminTokens,
            CatalogView catalog,
            BooleanSupplier adminTokenDataAccess,
            FailedAttempts attempts,
            AuditLog audit,
            DecisionObserver observer,
            InstantSource clock) {
        this.administration =
                new AdministrationGate(
                        administrators, adminTokens, new ManagementTokens(catalog, clock));
        this.databases = new DatabaseGate(adminTokens, catalog, adminTokenDataAccess, clock);
        this.attempts = attempts;
        this.audit = new DecisionAudit(audit);
        this.observer = observer;
    }

    /// Decides about an administrative operation (admin.md 1.7 and 1.9), and audits the decision.
    /// Nobody is let in whose admission cannot be audited. From an address with too many failed
    /// attempts nothing is looked at; of that the audit has one record a minute.
    public Decision<Grant.ForAdministration> administration(
            Credential credential, Operation operation, RequestOrigin origin) {
        return guarded(
                new DecisionAudit.Question(operation.name().toLowerCase(Locale.ROOT), null, origin),
                Optional::empty,
                () -> administration.judge(credential, operation, origin));
    }

    /// Decides about reading or writing a database (data.md 2.8). An unknown, expired or revoked
    /// token and a missing permission are all [Decision.Forbidden]; only a credential that is
    /// missing or cannot be read is [Decision.Unauthenticated]. The database may not exist.
    ///
    /// The use of an administrative credential is audited; that of a database token is not, for
    /// there may be many thousand a second. Failed attempts slow an address as they do in
    /// [#administration], but not those behind it who have a database token that is known: one
    /// writer with a wrong token would cost the points of all others. Nobody guesses one.
    public Decision<Grant.ForDatabase> database(
            Credential credential, Action action, DatabaseName database, RequestOrigin origin) {
        return guarded(
                new DecisionAudit.Question(action.word(), "database " + database, origin),
                () -> databases.known(credential, action, database),
                () -> databases.judge(credential, action, database));
    }

    /// Decides again, as [#database] does, what another process of the cluster has decided to hand
    /// on: that one may not know yet what has ended. It has slowed who guesses, audited and
    /// counted; none of that is done here.
    public Decision<Grant.ForDatabase> handedOn(
            Credential credential, Action action, DatabaseName database) {
        return databases.judge(credential, action, database).decision();
    }

    /// Decides which databases a caller may know of: those that it may read. A credential that may
    /// read none is let in and sees none; for the rest it is as [#database].
    public Decision<Grant.ForListing> listing(Credential credential, RequestOrigin origin) {
        return guarded(
                new DecisionAudit.Question(Action.READ.word(), "databases", origin),
                () -> databases.knownListing(credential),
                () -> databases.judgeListing(credential));
    }

    private <G extends Grant> Decision<G> guarded(
            DecisionAudit.Question question,
            Supplier<Optional<Finding<G>>> known,
            Supplier<Finding<G>> gate) {
        Decision<G> decision = decide(question, known, gate);
        observer.decided(
                question.operation(),
                DecisionAudit.outcome(decision),
                DecisionAudit.reason(decision));
        return decision;
    }

    /// @param known what is found of a credential that is no guess
    private <G extends Grant> Decision<G> decide(
            DecisionAudit.Question question,
            Supplier<Optional<Finding<G>>> known,
            Supplier<Finding<G>> gate) {
        String address = question.origin().remoteAddress();
        boolean slowed = attempts.isSlowed(address);
        Optional<Finding<G>> proved = slowed ? known.get() : Optional.empty();
        if (slowed && proved.isEmpty()) {
            Optional<FailedAttempts.Slowed> refusal = attempts.refusal(address);
            if (refusal.isPresent()) {
                return refused(refusal.get(), question);
            }
            // The minute has just ended.
        }
        Finding<G> finding = proved.orElseGet(gate);
        if (finding.failed()) {
            attempts.failed(address);
        }
        return finding.audited() ? audit.audited(finding, question) : finding.decision();
    }

    private <G extends Grant> Decision<G> refused(
            FailedAttempts.Slowed slowed, DecisionAudit.Question question) {
        if (slowed.untold() > 0) {
            audit.slowed(question, slowed.untold());
        }
        return new Decision.Slowed<>(slowed.retryAfter());
    }
}
