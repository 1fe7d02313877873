// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.UserGroup;
import dev.sluice.model.Problem;
import dev.sluice.testkit.Conforms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [Catalog] knows of those who administer: users and management tokens.
public interface AdministrationContract {
    /// When the tokens of these tests are made.
    Instant MADE = Instant.parse("2026-03-01T12:00:00.123Z");

    /// A catalog with nothing in it, closed by the implementation's test.
    Catalog catalog();

    /// The same store, closed and opened again.
    Catalog reopened();

    private static UserEntry user(long number, String externalId, UserGroup... groups) {
        return new UserEntry(
                new UUID(7, number),
                "keycloak",
                externalId,
                "Ada",
                "Lovelace",
                "ada",
                groups.length == 0 ? Set.of(UserGroup.ADMIN) : Set.of(groups),
                true);
    }

    private CatalogSnapshot list(UserEntry... users) {
        return catalog().commit(new CatalogChange.ReplaceUsers(List.of(users))).require();
    }

    private static CatalogChange.CreateManagementToken token(
            UUID id, String sha512, Instant createdAt, @Nullable Instant expiresAt) {
        return new CatalogChange.CreateManagementToken(
                id, "automation", "M.V1.+5Jk", sha512, createdAt, expiresAt, new UUID(7, 1));
    }

    private CommitOutcome make(UUID id, String sha512) {
        return catalog().commit(token(id, sha512, MADE, null));
    }

    private static void assertProblem(CommitOutcome outcome, Problem.Kind kind, String code) {
        assertThat(outcome).isInstanceOf(CommitOutcome.Refused.class);
        assertThatThrownBy(outcome::require)
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(kind, code);
    }

    @Test
    default void knowsNobodyAtFirstOpen() {
        assertThat(catalog().snapshot().users()).isEmpty();
        assertThat(catalog().snapshot().managementTokens()).isEmpty();
    }

    @Test
    default void remembersWhenItWasMade() {
        Instant createdAt = catalog().snapshot().createdAt().orElseThrow();

        assertThat(createdAt).isEqualTo(createdAt.truncatedTo(ChronoUnit.MILLIS));
        assertThat(list(user(1, "a")).createdAt()).hasValue(createdAt);
        assertThat(reopened().snapshot().createdAt()).hasValue(createdAt);
    }

    @Test
    default void recordsUsersByProviderAndIdentifier() {
        UserEntry last = user(1, "c", UserGroup.AUDITOR, UserGroup.ADMIN);
        UserEntry first = user(2, "a", UserGroup.MEMBER);

        CatalogSnapshot after = list(last, first);

        assertThat(after.users()).containsExactly(first, last);
        assertThat(after.findUser(last.id())).hasValue(last);
        assertThat(after.findUser(new UUID(0, 0))).isEmpty();
        assertThat(reopened().snapshot().users()).containsExactly(first, last);
    }

    @Test
    default void keepsUsersWhoAreNoLongerListedAsInactive() {
        list(user(1, "a"), user(2, "b"));

        CatalogSnapshot after = list(user(2, "b"));

        assertThat(after.users()).containsExactly(user(1, "a").deactivated(), user(2, "b"));
        assertThat(reopened().snapshot().users()).isEqualTo(after.users());
    }

    @Test
    default void deactivatesEverybodyWhenNobodyIsListed() {
        list(user(1, "a"), user(2, "b"));

        assertThat(list().users()).hasSize(2).noneMatch(UserEntry::active);
    }

    @Test
    default void activatesUsersWhoComeBackAsTheyAreListedNow() {
        list(user(1, "a"));
        list();

        UserEntry back = user(1, "A", UserGroup.MEMBER);

        assertThat(list(back).users()).containsExactly(back);
        assertThat(reopened().snapshot().users()).containsExactly(back);
    }

    @Test
    default void listingTheSameAgainKeepsTheVersion() {
        list(user(1, "a"), user(2, "b"));
        CatalogSnapshot before = list(user(1, "a"));

        assertThat(list(user(1, "a"))).isSameAs(before);
        assertThat(list(user(1, "b")).version()).isGreaterThan(before.version());
    }

    @Test
    default void findsManagementTokenByHashAndId() {
        UUID id = new UUID(1, 2);

        CatalogSnapshot after = make(id, "ab").require();

        assertThat(after.findManagementTokenBySha512("ab"))
                .isEqualTo(after.findManagementToken(id))
                .isPresent();
        assertThat(after.findManagementTokenBySha512("AB")).isEmpty();
        assertThat(after.findTokenBySha512("ab")).isEmpty();
        assertThat(after.tokens()).isEmpty();
    }

    @Test
    @Conforms("A-173")
    default void keepsManagementTokensAsTheyWereMade() {
        Instant late = Instant.parse("9999-12-31T23:59:59.9999Z");
        catalog().commit(token(new UUID(1, 1), "ab", MADE.plusNanos(999), late)).require();
        catalog()
                .commit(
                        new CatalogChange.CreateManagementToken(
                                new UUID(2, 2), "of nobody", "M.V1.AAAA", "cd", MADE, null, null))
                .require();

        List<ManagementTokenEntry> before = catalog().snapshot().managementTokens();
        assertThat(before)
                .containsExactly(
                        new ManagementTokenEntry(
                                new UUID(1, 1),
                                "automation",
                                "M.V1.+5Jk",
                                "ab",
                                MADE,
                                Instant.parse("9999-12-31T23:59:59.999Z"),
                                null,
                                new UUID(7, 1)),
                        new ManagementTokenEntry(
                                new UUID(2, 2),
                                "of nobody",
                                "M.V1.AAAA",
                                "cd",
                                MADE,
                                null,
                                null,
                                null));
        assertThat(reopened().snapshot().managementTokens()).isEqualTo(before);
    }

    @Test
    default void listsManagementTokensByCreationThenId() {
        make(new UUID(9, 9), "a").require();
        make(new UUID(1, 1), "b").require();
        catalog().commit(token(new UUID(5, 5), "c", MADE.minusMillis(1), null)).require();

        assertThat(catalog().snapshot().managementTokens())
                .extracting(ManagementTokenEntry::id)
                .containsExactly(new UUID(5, 5), new UUID(1, 1), new UUID(9, 9));
    }

    @Test
    default void refusesManagementTokenThatIsThere() {
        make(new UUID(1, 1), "ab").require();

        assertProblem(make(new UUID(2, 2), "ab"), Problem.Kind.CONFLICT, "management_token_exists");
        assertProblem(make(new UUID(1, 1), "cd"), Problem.Kind.CONFLICT, "management_token_exists");
    }

    @Test
    default void revokesManagementTokenOnce() {
        UUID id = new UUID(1, 1);
        make(id, "ab").require();
        catalog().commit(new CatalogChange.RevokeManagementToken(id, MADE)).require();

        catalog()
                .commit(new CatalogChange.RevokeManagementToken(id, MADE.plusSeconds(1)))
                .require();

        for (CatalogSnapshot snapshot : List.of(catalog().snapshot(), reopened().snapshot())) {
            assertThat(snapshot.findManagementTokenBySha512("ab").orElseThrow().revokedAt())
                    .isEqualTo(MADE);
            assertThat(snapshot.managementTokens()).hasSize(1);
        }
    }

    @Test
    default void refusesToRevokeUnknownManagementToken() {
        assertProblem(
                catalog().commit(new CatalogChange.RevokeManagementToken(new UUID(1, 1), MADE)),
                Problem.Kind.NOT_FOUND,
                "management_token_not_found");
    }
}
