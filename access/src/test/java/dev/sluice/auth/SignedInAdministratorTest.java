// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.AdminConfig;
import dev.sluice.config.AdminUser;
import dev.sluice.config.UserGroup;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.oidc.ProviderHttp;
import dev.sluice.oidc.ProviderSettings;
import dev.sluice.oidc.TokenVerifier;
import dev.sluice.testkit.Conforms;
import dev.sluice.testkit.StubIdentityProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way of an administrator's token, with real keys fetched from a provider that is
/// played.
final class SignedInAdministratorTest {
    @TempDir private Path directory;
    private Gate gate;
    private StubIdentityProvider provider;
    private ProviderHttp http;
    private TokenVerifier verifier;

    @BeforeEach
    void open() throws IOException {
        gate = Gate.in(directory);
        provider = StubIdentityProvider.start(gate.clock);
        http = ProviderHttp.open();
        verifier =
                TokenVerifier.start(
                        ProviderSettings.of("keycloak", provider.keysUrl()),
                        http,
                        gate.clock,
                        _ -> {});
        list(StubIdentityProvider.SUBJECT);
    }

    @AfterEach
    void close() {
        verifier.close();
        http.close();
        provider.close();
        gate.close();
    }

    private void list(String id) {
        gate.administrators.replace(
                AdministratorList.of(
                        new AdminConfig(
                                "keycloak",
                                provider.keysUrl(),
                                List.of(
                                        new AdminUser(
                                                id, "Ada", "L", "ada", Set.of(UserGroup.ADMIN))),
                                List.of(),
                                List.of(),
                                false),
                        verifier::verify));
    }

    private Decision<Grant.ForAdministration> create(String token) {
        return gate.administration(token, Operation.CREATE_DATABASE);
    }

    @Test
    @Conforms({"A-17", "A-59"})
    void createsDatabasesByHerProvidersToken() {
        assertThat(create(provider.accessToken().sign(provider.signer())))
                .isInstanceOfSatisfying(
                        Decision.Allowed.class,
                        allowed ->
                                assertThat(allowed.grant().principal().displayName())
                                        .isEqualTo("ada"));
    }

    @Test
    @Conforms("A-52")
    void isForbiddenWhenNotListed() {
        list("somebody-else");

        assertThat(create(provider.accessToken().sign(provider.signer())))
                .isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @Test
    void isRefusedWithExpiredToken() {
        String expired =
                provider.accessToken()
                        .claim("exp", gate.clock.instant().minusSeconds(61))
                        .sign(provider.signer());

        assertThat(create(expired)).isEqualTo(new Decision.Unauthenticated<>("expired", true));
    }

    @Test
    void isRefusedWithTheTokenThatNamesOurIssuer() {
        String posing =
                provider.accessToken().claim("iss", "influxdb-clustered").sign(provider.signer());

        assertThat(create(posing)).isEqualTo(new Decision.Unauthenticated<>("unknown_key", true));
    }
}
