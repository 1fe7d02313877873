// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.UserBody;
import dev.sluice.auth.UserIds;
import dev.sluice.catalog.sql.SqlCatalog;
import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Principal;
import dev.sluice.model.Principal.CredentialKind;
import dev.sluice.model.ProblemException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the catalog knows of the users of each configuration (admin.md 1.10).
final class UserRecordsTest {
    private static final AdminUser ADA =
            new AdminUser("u-1", "Ada", "Lovelace", "ada", Set.of(UserGroup.ADMIN));
    private static final AdminUser BOB =
            new AdminUser(
                    "u-2", "Bob", "B", "bob", EnumSet.of(UserGroup.AUDITOR, UserGroup.MEMBER));
    private static final UserBody ADA_LISTED = body("keycloak", ADA, true, "Admin");
    private static final UserBody BOB_LISTED = body("keycloak", BOB, true, "Member", "Auditor");

    @TempDir private Path directory;
    private BreakableCatalog catalog;
    private UserRecords records;

    @BeforeEach
    void open() {
        catalog = new BreakableCatalog(SqlCatalog.open(directory.resolve("catalog.db")));
        records = new UserRecords(catalog);
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private static UserBody body(
            String provider, AdminUser user, boolean active, String... groups) {
        return new UserBody(
                UserIds.of(provider, user.id()),
                user.id(),
                user.firstName(),
                user.lastName(),
                user.email(),
                List.of(groups),
                active);
    }

    private static AdminConfig listing(String provider, AdminUser... users) {
        return new AdminConfig(
                provider,
                URI.create("https://id.example/certs"),
                List.of(users),
                List.of(),
                List.of(),
                false);
    }

    private List<UserBody> list() {
        return new ListUsers(catalog, records)
                .run(
                        new Grant.ForAdministration(
                                new Principal(CredentialKind.OIDC, "keycloak", "u-1", "ada"),
                                Operation.LIST_USERS));
    }

    @Test
    void holdEveryListedUser() {
        records.replace(listing("keycloak", BOB, ADA));

        assertThat(list()).containsExactly(ADA_LISTED, BOB_LISTED);
    }

    @Test
    void keepWhoIsNoLongerListedAsInactive() {
        records.replace(listing("keycloak", ADA, BOB));

        records.replace(listing("keycloak", ADA));

        assertThat(list())
                .containsExactly(ADA_LISTED, body("keycloak", BOB, false, "Member", "Auditor"));
    }

    @Test
    void deactivateEverybodyWithoutTheSection() {
        records.replace(listing("keycloak", ADA, BOB));

        records.replace(null);

        assertThat(list()).hasSize(2).noneMatch(UserBody::active);
    }

    @Test
    void followWhatTheListSaysOfAUser() {
        records.replace(listing("keycloak", ADA));

        records.replace(
                listing(
                        "keycloak",
                        new AdminUser("u-1", "Augusta", "K", "a", Set.of(UserGroup.AUDITOR))));

        assertThat(list())
                .containsExactly(
                        new UserBody(
                                ADA_LISTED.id(),
                                "u-1",
                                "Augusta",
                                "K",
                                "a",
                                List.of("Auditor"),
                                true));
    }

    @Test
    void tellTheSameIdentifierOfTwoProvidersApart() {
        records.replace(listing("keycloak", ADA));

        records.replace(listing("auth0", ADA));

        assertThat(list())
                .containsExactly(
                        body("auth0", ADA, true, "Admin"), body("keycloak", ADA, false, "Admin"));
    }

    @Test
    void holdOneObjectIdOfEntraOnce() {
        AdminUser upper = new AdminUser("A-1", "Ada", "L", "ada", Set.of(UserGroup.ADMIN));
        AdminUser lower = new AdminUser("a-1", "Ada", "L", "ada", Set.of(UserGroup.ADMIN));

        records.replace(listing("azure", upper, lower));

        assertThat(list()).extracting(UserBody::externalId).containsExactly("a-1");
    }

    @Test
    void changeNothingForTheSameList() {
        records.replace(listing("keycloak", ADA, BOB));
        var before = catalog.snapshot();

        records.replace(listing("keycloak", BOB, ADA));

        assertThat(catalog.snapshot()).isSameAs(before);
    }

    @Test
    void areWrittenBeforeTheyAreShownWhenTheyCouldNotBeWrittenAtOnce() {
        catalog.setBroken(true);
        records.replace(listing("keycloak", ADA));
        assertThatThrownBy(this::list)
                .isInstanceOf(ProblemException.class)
                .hasMessage("the disk is full");

        catalog.setBroken(false);

        assertThat(list()).containsExactly(ADA_LISTED);
        int commits = catalog.commits();
        assertThat(list()).containsExactly(ADA_LISTED);
        assertThat(catalog.commits()).as("no more commits than needed").isEqualTo(commits);
    }

    @Test
    void areThoseOfTheLastListWhenAnEarlierOneCouldNotBeWritten() {
        catalog.setBroken(true);
        records.replace(listing("keycloak", ADA));
        catalog.setBroken(false);

        records.replace(listing("keycloak", BOB));

        assertThat(list()).containsExactly(BOB_LISTED);
    }

    @Test
    void areKeptWhenTheCatalogIsOpenedAgain() {
        records.replace(listing("keycloak", ADA, BOB));
        records.replace(listing("keycloak", BOB));
        List<UserBody> before = list();
        catalog.close();

        open();

        assertThat(list()).isEqualTo(before);
    }
}
