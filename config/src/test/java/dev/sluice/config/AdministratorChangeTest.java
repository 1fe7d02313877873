// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.AdministratorChange.Kind;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who was added, removed or regrouped.
final class AdministratorChangeTest {
    private static final AdminUser ADA = user("ada", UserGroup.ADMIN);
    private static final AdminUser BEN = user("ben", UserGroup.ADMIN);

    private static AdminUser user(String id, UserGroup group) {
        return new AdminUser(id, "First", "Last", "someone@example.com", Set.of(group));
    }

    private static AdminConfig list(String provider, AdminUser... users) {
        return new AdminConfig(
                provider,
                URI.create("https://id.example/keys"),
                List.of(users),
                List.of(),
                List.of(),
                false);
    }

    private static AdministratorChange change(Kind kind, AdminUser user) {
        return new AdministratorChange(kind, user.id(), user.groups());
    }

    @Test
    void namesWhoCameAndWhoWent() {
        assertThat(AdministratorChange.between(list("keycloak", ADA), list("keycloak", BEN)))
                .containsExactly(change(Kind.REMOVED, ADA), change(Kind.ADDED, BEN));
    }

    @Test
    void namesWhoHasOtherGroups() {
        AdminUser auditor = user("ada", UserGroup.AUDITOR);

        assertThat(
                        AdministratorChange.between(
                                list("keycloak", ADA, BEN), list("keycloak", auditor, BEN)))
                .containsExactly(change(Kind.REGROUPED, auditor));
    }

    @Test
    void aNameOrAddressIsNoChange() {
        AdminUser renamed = new AdminUser("ada", "A", "L", "a@example.com", ADA.groups());

        assertThat(AdministratorChange.between(list("keycloak", ADA), list("keycloak", renamed)))
                .isEmpty();
    }

    @Test
    void underAnotherProviderTheSameIdIsSomebodyElse() {
        assertThat(AdministratorChange.between(list("keycloak", ADA), list("auth0", ADA)))
                .containsExactly(change(Kind.REMOVED, ADA), change(Kind.ADDED, ADA));
    }

    @Test
    void withoutTheSectionNobodyIsListed() {
        assertThat(AdministratorChange.between(null, list("keycloak", ADA)))
                .containsExactly(change(Kind.ADDED, ADA));
        assertThat(AdministratorChange.between(list("keycloak", ADA), null))
                .containsExactly(change(Kind.REMOVED, ADA));
    }
}
