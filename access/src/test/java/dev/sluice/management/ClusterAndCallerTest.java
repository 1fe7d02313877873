// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ClusterBody;
import dev.sluice.api.ClusterIds;
import dev.sluice.api.WhoAmIBody;
import dev.sluice.auth.AdministratorList;
import dev.sluice.auth.Administrators;
import dev.sluice.auth.UserIds;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.oidc.Verification;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the cluster says of itself and of its caller (admin.md 4.6).
final class ClusterAndCallerTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID U_1 = UserIds.of("keycloak", "u-1");
    private static final Principal ADA =
            new Principal(CredentialKind.OIDC, "keycloak", "u-1", "ada", U_1);

    private final Administrators administrators = new Administrators(AdministratorList.nobody());
    @TempDir private Path directory;

    private static Grant.ForAdministration grant(Principal caller, Operation operation) {
        return new Grant.ForAdministration(caller, operation);
    }

    private WhoAmIBody whoAmI(Principal caller) {
        return new WhoAmI(administrators).run(grant(caller, Operation.WHO_AM_I));
    }

    private void list(String id) {
        AdminUser user =
                new AdminUser(
                        id, "Ada", "L", "ada", EnumSet.of(UserGroup.AUDITOR, UserGroup.MEMBER));
        AdminConfig admin =
                new AdminConfig(
                        "keycloak",
                        URI.create("https://id.example/certs"),
                        List.of(user),
                        List.of(),
                        List.of(),
                        false);
        administrators.replace(
                AdministratorList.of(admin, _ -> new Verification.Rejected("not asked")));
    }

    @ParameterizedTest
    @CsvSource({
        "https, cluster-host.com, cluster-host.com, https://cluster-host.com",
        "http, localhost:8086, localhost, http://localhost:8086",
        "http, [::1]:8086, [::1], http://[::1]:8086",
        "http, 127.0.0.1:8086, 127.0.0.1, http://127.0.0.1:8086"
    })
    void theClusterIsNamedAsItWasReached(String scheme, String authority, String name, String url) {
        try (Catalog catalog =
                SqlCatalog.open(directory.resolve("catalog.db"), InstantSource.fixed(NOON))) {
            ClusterIds ids =
                    new ClusterIds(catalog.snapshot().accountId(), catalog.snapshot().clusterId());
            GetCluster verb = new GetCluster(catalog, "1.2.3");

            assertThat(verb.run(grant(ADA, Operation.GET_CLUSTER), scheme, authority, true))
                    .isEqualTo(new ClusterBody(ids, name, "ready", url, "1.2.3", NOON));
            assertThat(verb.run(grant(ADA, Operation.GET_CLUSTER), scheme, authority, false))
                    .extracting(ClusterBody::state)
                    .isEqualTo("stopping");
        }
    }

    @Test
    void aUserIsNamedWithTheirGroups() {
        list("u-1");

        assertThat(whoAmI(ADA))
                .isEqualTo(new WhoAmIBody("oidc", "u-1", U_1, List.of("Member", "Auditor")));
    }

    @Test
    void aUserWhoWasRemovedMeanwhileHasNoGroups() {
        list("u-2");

        assertThat(whoAmI(ADA)).isEqualTo(new WhoAmIBody("oidc", "u-1", U_1, List.of()));
    }

    @Test
    void aTokenIsNoUserEvenIfItsIdIsListed() {
        list("admin-token");

        assertThat(
                        whoAmI(
                                new Principal(
                                        CredentialKind.ADMIN_TOKEN,
                                        "sluice",
                                        "admin-token",
                                        "admin token")))
                .isEqualTo(new WhoAmIBody("admin_token", "admin-token", null, List.of()));
    }

    @Test
    void bothTakeOnlyTheirOwnGrant() {
        try (Catalog catalog = SqlCatalog.open(directory.resolve("catalog.db"))) {
            assertThatThrownBy(() ->
                            new GetCluster(catalog, "1")
                                    .run(grant(ADA, Operation.WHO_AM_I), "http", "x", true))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(
                            () -> new WhoAmI(administrators).run(grant(ADA, Operation.GET_CLUSTER)))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() ->
                            new ListUsers(catalog, new UserRecords(catalog))
                                    .run(grant(ADA, Operation.WHO_AM_I)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
