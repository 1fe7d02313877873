// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.access;

import dev.sluice.audit.Actor;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.AuditRecord;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.auth.AdminTokenFiles;
import dev.sluice.auth.AdminTokens;
import dev.sluice.auth.AdministratorList;
import dev.sluice.auth.Administrators;
import dev.sluice.auth.Credential;
import dev.sluice.auth.FailedAttempts;
import dev.sluice.auth.Gatekeeper;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AccessConfig;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.config.AuditConfig;
import dev.sluice.config.UserGroup;
import dev.sluice.metrics.Meters;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.model.Secret;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.TokenVerifier;
import dev.sluice.provider.KnownProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What the server does to let an administrator in whose token it has seen before: the gate, the
/// verified token, the list of users, and the line in the audit log.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // JMH sets the fields up
public class AdministratorDecision {
    private static final RequestOrigin ORIGIN =
            new RequestOrigin("5f0e4f57", "192.0.2.7", "GET", "/api/v0/tokens");

    private SignedIn people;
    private Scratch scratch;
    private ProviderHttp http;
    private TokenVerifier verifier;
    private Catalog catalog;
    private AuditLog audit;
    private Gatekeeper gate;
    private Meters meters;
    private Secret adminToken;

    /// What each thread has for itself.
    @State(Scope.Thread)
    @NullUnmarked // JMH sets the fields up
    public static class EachThread {
        private Turns turns;

        /// Takes the tokens.
        @Setup
        public void start(AdministratorDecision shared) {
            turns = new Turns(shared.people.tokens());
        }
    }

    /// Opens everything.
    @Setup
    public void start() throws IOException {
        InstantSource clock = InstantSource.system();
        people = new SignedIn("RS256");
        scratch = Scratch.make();
        Path directory = scratch.directory();
        http = ProviderHttp.open();
        verifier = people.verifier(http, clock);
        catalog = SqlCatalog.open(directory.resolve("catalog.sqlite"));
        audit = AuditLog.open(directory.resolve("audit.log"), clock, AuditConfig.DEFAULT);
        meters = new Meters("bench", clock);
        AdminTokenFiles files = new AdminTokenFiles(directory.resolve("secrets"));
        AdminTokens adminTokens =
                AdminTokens.open(files, catalog.snapshot().clusterId(), ClusterKey.make(), clock);
        adminToken = Secret.of(Door.adminToken(files.tokenFile()));
        gate =
                new Gatekeeper(
                        new Administrators(AdministratorList.of(listed(), verifier::verify)),
                        adminTokens,
                        catalog,
                        () -> false,
                        new FailedAttempts(
                                AccessConfig.FAILED_ATTEMPTS_PER_MINUTE_MAX_DEFAULT,
                                AccessConfig.FAILED_ADDRESSES_MAX_DEFAULT,
                                clock),
                        audit,
                        meters.decisions(),
                        clock);
    }

    private AdminConfig listed() {
        return new AdminConfig(
                KnownProvider.KEYCLOAK.settingName(),
                people.provider().keysUrl(),
                people.subjects().stream().map(AdministratorDecision::user).toList(),
                List.of(people.provider().issuer()),
                List.of(SignedIn.AUDIENCE),
                false);
    }

    private static AdminUser user(String subject) {
        return new AdminUser(subject, "Ada", "L", "ada@example.com", Set.of(UserGroup.ADMIN));
    }

    /// A provider's token.
    @Benchmark
    public Grant.ForAdministration providerToken(EachThread thread) {
        return decide(Secret.of(thread.turns.next()));
    }

    /// The cluster's own token.
    @Benchmark
    public Grant.ForAdministration adminToken() {
        return decide(adminToken);
    }

    private Grant.ForAdministration decide(Secret token) {
        return Succeeded.allowed(
                gate.administration(new Credential.Bearer(token), Operation.LIST_TOKENS, ORIGIN));
    }

    /// The floor: the line in the audit log.
    @Benchmark
    public void auditAlone() {
        audit.append(
                new AuditRecord(
                        AuditRecord.Event.AUTHENTICATION,
                        ORIGIN,
                        new Actor(
                                CredentialKind.OIDC,
                                KnownProvider.KEYCLOAK.settingName(),
                                people.subjects().getFirst()),
                        "list_tokens",
                        null,
                        "allowed",
                        null));
    }

    /// Closes everything.
    @TearDown
    public void stop() {
        meters.close();
        audit.close();
        catalog.close();
        verifier.close();
        http.close();
        people.close();
        scratch.close();
    }
}
