// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.audit.AuditLog;
import dev.sluice.audit.RequestOrigin;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogView;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.config.AuditConfig;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Action;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Permission;
import dev.sluice.model.Secret;
import dev.sluice.oidc.Verification;
import dev.sluice.testkit.MovingClock;
import dev.sluice.testkit.PreparedKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A gatekeeper over a real catalog, real admin tokens and a real audit log; only the identity
/// provider is what a test says.
final class Gate implements AutoCloseable {
    static final RequestOrigin ORIGIN =
            new RequestOrigin("r-1", "192.0.2.7", "POST", "/api/v0/databases");

    static final int ATTEMPTS_MAX = 3;
    static final int ADDRESSES_MAX = 100;

    final MovingClock clock = MovingClock.create();
    final Administrators administrators = new Administrators(AdministratorList.nobody());
    final Catalog catalog;
    final AuditLog audit;
    private final Path directory;
    final List<String> decisions = new ArrayList<>();
    final AdminTokens adminTokens;

    private Gate(Path directory) throws IOException {
        this.directory = directory;
        this.catalog = SqlCatalog.open(directory.resolve("catalog.db"));
        this.audit = AuditLog.open(directory.resolve("audit.log"), clock, AuditConfig.DEFAULT);
        PreparedKeys.copyTo(directory);
        this.adminTokens =
                AdminTokens.open(
                        new AdminTokenFiles(directory),
                        catalog.snapshot().clusterId(),
                        null,
                        clock);
    }

    static Gate in(Path directory) throws IOException {
        return new Gate(directory);
    }

    Gatekeeper keeper() {
        return keeper(true);
    }

    Gatekeeper keeper(boolean adminTokenDataAccess) {
        return keeper(adminTokenDataAccess, catalog);
    }

    /// One that sees the catalog as `view` shows it.
    Gatekeeper keeper(CatalogView view) {
        return keeper(true, view);
    }

    private Gatekeeper keeper(boolean adminTokenDataAccess, CatalogView view) {
        return new Gatekeeper(
                administrators,
                adminTokens,
                view,
                () -> adminTokenDataAccess,
                new FailedAttempts(ATTEMPTS_MAX, ADDRESSES_MAX, clock),
                audit,
                (operation, outcome, reason) ->
                        decisions.add(operation + " " + outcome + " " + reason),
                clock);
    }

    String adminToken() throws IOException {
        return AdminTokenText.in(directory);
    }

    /// Lists one user of a provider, and takes every JWT for what `verification` says.
    void list(String provider, String id, Set<UserGroup> groups, Verification verification) {
        AdminConfig admin =
                new AdminConfig(
                        provider,
                        URI.create("https://id.example/certs"),
                        List.of(new AdminUser(id, "Ada", "Lovelace", "ada", groups)),
                        List.of(),
                        List.of(),
                        false);
        administrators.replace(AdministratorList.of(admin, _ -> verification));
    }

    Decision<Grant.ForAdministration> administration(String token, Operation operation) {
        return keeper().administration(bearer(token), operation, ORIGIN);
    }

    Decision<Grant.ForDatabase> database(String token, Action action, String database) {
        return keeper().database(bearer(token), action, new DatabaseName(database), ORIGIN);
    }

    static Credential bearer(String token) {
        return new Credential.Bearer(Secret.of(token));
    }

    /// Makes a database token with this text.
    UUID token(String text, @Nullable Instant expiresAt, Permission... permissions) {
        UUID id = UUID.nameUUIDFromBytes(text.getBytes(UTF_8));
        catalog.commit(
                        new CatalogChange.CreateToken(
                                id,
                                "for tests",
                                List.of(permissions),
                                TokenDigest.sha512(Secret.of(text)),
                                clock.instant(),
                                expiresAt))
                .require();
        return id;
    }

    /// Makes a management token with this text.
    UUID managementToken(String text, @Nullable Instant expiresAt) {
        UUID id = UUID.nameUUIDFromBytes(text.getBytes(UTF_8));
        catalog.commit(
                        new CatalogChange.CreateManagementToken(
                                id,
                                "for machines",
                                text.substring(0, 9),
                                TokenDigest.sha512(Secret.of(text)),
                                clock.instant(),
                                expiresAt,
                                null))
                .require();
        return id;
    }

    List<String> auditLines() throws IOException {
        return Files.readAllLines(directory.resolve("audit.log"));
    }

    /// Asserts that exactly one line was written, and what it says; never a secret.
    void assertAudited(String secret, String... members) throws IOException {
        assertThat(auditLines())
                .singleElement()
                .asString()
                .contains(members)
                .doesNotContain(secret);
    }

    @Override
    public void close() {
        audit.close();
        catalog.close();
    }
}
