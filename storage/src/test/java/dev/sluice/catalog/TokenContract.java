// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.Action;
import dev.sluice.model.Permission;
import dev.sluice.model.Problem;
import dev.sluice.testkit.Conforms;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [Catalog] does with database tokens (admin.md 4.5 and 5.5).
public interface TokenContract {
    /// An instant in whole milliseconds.
    Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

    /// A catalog with nothing in it, closed by the implementation's test.
    Catalog catalog();

    /// The same store, closed and opened again.
    Catalog reopened();

    /// A request for a token with a right twice.
    static CatalogChange.CreateToken token(UUID id, String sha512, Instant createdAt) {
        return token(id, sha512, createdAt, null);
    }

    /// The same with an end.
    static CatalogChange.CreateToken token(
            UUID id, String sha512, Instant createdAt, @Nullable Instant expiresAt) {
        return new CatalogChange.CreateToken(
                id,
                "for tests",
                List.of(
                        new Permission(Action.WRITE, "b"),
                        new Permission(Action.READ, "*"),
                        new Permission(Action.WRITE, "b")),
                sha512,
                createdAt,
                expiresAt);
    }

    private static void assertRefused(CommitOutcome outcome, Problem.Kind kind, String code) {
        assertThat(outcome).isInstanceOf(CommitOutcome.Refused.class);
        assertThatThrownBy(outcome::require)
                .extracting("problem")
                .extracting("kind", "code")
                .containsExactly(kind, code);
    }

    @Test
    default void findsTokenByHashAndId() {
        UUID id = new UUID(1, 2);

        CatalogSnapshot after = catalog().commit(token(id, "ab", NOON)).require();

        assertThat(after.findTokenBySha512("ab")).isEqualTo(after.findToken(id)).isPresent();
        assertThat(after.findTokenBySha512("AB")).isEmpty();
        assertThat(after.findTokenBySha512("a")).isEmpty();
    }

    @Test
    @Conforms("A-159")
    default void keepsOrderOfPermissions() {
        catalog().commit(token(new UUID(1, 2), "ab", NOON)).require();

        assertThat(reopened().snapshot().findToken(new UUID(1, 2)).orElseThrow().permissions())
                .containsExactly(
                        new Permission(Action.WRITE, "b"),
                        new Permission(Action.READ, "*"),
                        new Permission(Action.WRITE, "b"));
    }

    @Test
    default void keepsTokenWithoutPermissions() {
        catalog()
                .commit(
                        new CatalogChange.CreateToken(
                                new UUID(1, 2), "none", List.of(), "ab", NOON, null))
                .require();

        assertThat(reopened().snapshot().findToken(new UUID(1, 2)).orElseThrow().permissions())
                .isEmpty();
    }

    @Test
    default void listsTokensByCreationThenId() {
        catalog().commit(token(new UUID(9, 9), "a", NOON)).require();
        catalog().commit(token(new UUID(1, 1), "b", NOON)).require();
        catalog().commit(token(new UUID(5, 5), "c", NOON.minusMillis(1))).require();

        assertThat(catalog().snapshot().tokens())
                .extracting(TokenEntry::id)
                .containsExactly(new UUID(5, 5), new UUID(1, 1), new UUID(9, 9));
    }

    @Test
    default void refusesTokenWithKnownHash() {
        catalog().commit(token(new UUID(1, 1), "ab", NOON)).require();

        assertRefused(
                catalog().commit(token(new UUID(2, 2), "ab", NOON)),
                Problem.Kind.CONFLICT,
                "token_exists");
    }

    @Test
    default void revokesToken() {
        catalog().commit(token(new UUID(1, 1), "ab", NOON)).require();

        catalog().commit(new CatalogChange.RevokeToken(new UUID(1, 1), NOON)).require();

        for (CatalogSnapshot snapshot : List.of(catalog().snapshot(), reopened().snapshot())) {
            assertThat(snapshot.findTokenBySha512("ab").orElseThrow().revokedAt()).isEqualTo(NOON);
            assertThat(snapshot.tokens()).hasSize(1);
        }
    }

    @Test
    default void revokingAgainKeepsTheFirstInstant() {
        catalog().commit(token(new UUID(1, 1), "ab", NOON)).require();
        catalog().commit(new CatalogChange.RevokeToken(new UUID(1, 1), NOON)).require();

        CatalogSnapshot after =
                catalog()
                        .commit(new CatalogChange.RevokeToken(new UUID(1, 1), NOON.plusSeconds(1)))
                        .require();

        assertThat(after.findToken(new UUID(1, 1)).orElseThrow().revokedAt()).isEqualTo(NOON);
    }

    @Test
    default void refusesToRevokeUnknownToken() {
        assertRefused(
                catalog().commit(new CatalogChange.RevokeToken(new UUID(1, 1), NOON)),
                Problem.Kind.NOT_FOUND,
                "token_not_found");
    }

    @Test
    default void aTokenGetsAnotherDescriptionAndOtherRights() {
        UUID id = new UUID(1, 1);
        catalog().commit(token(id, "aa", NOON)).require();
        TokenEntry before = catalog().snapshot().findToken(id).orElseThrow();
        List<Permission> rights = List.of(new Permission(Action.READ, "c"));

        catalog().commit(new CatalogChange.UpdateToken(id, "other", null, NOON)).require();
        assertThat(catalog().snapshot().findToken(id))
                .hasValue(before.described("other", before.permissions()));
        catalog().commit(new CatalogChange.UpdateToken(id, null, rights, NOON)).require();
        assertThat(reopened().snapshot().findToken(id)).hasValue(before.described("other", rights));
    }

    @Test
    default void allRightsOfATokenMayGo() {
        UUID id = new UUID(1, 1);
        catalog().commit(token(id, "aa", NOON)).require();

        catalog().commit(new CatalogChange.UpdateToken(id, null, List.of(), NOON)).require();

        assertThat(reopened().snapshot().findToken(id).orElseThrow().permissions()).isEmpty();
    }

    @Test
    default void anEndedTokenIsNotUpdated() {
        UUID revoked = new UUID(1, 1);
        UUID expired = new UUID(1, 2);
        catalog().commit(token(revoked, "aa", NOON)).require();
        catalog().commit(new CatalogChange.RevokeToken(revoked, NOON)).require();
        catalog().commit(token(expired, "bb", NOON, NOON.plusSeconds(1))).require();

        for (UUID id : List.of(revoked, expired)) {
            assertRefused(
                    catalog()
                            .commit(
                                    new CatalogChange.UpdateToken(
                                            id, "other", null, NOON.plusSeconds(1))),
                    Problem.Kind.CONFLICT,
                    "token_ended");
        }
        assertRefused(
                catalog().commit(new CatalogChange.UpdateToken(new UUID(9, 9), "x", null, NOON)),
                Problem.Kind.NOT_FOUND,
                "token_not_found");
    }
}
