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
import dev.sluice.testkit.ScriptedAnswer;
import dev.sluice.testkit.StubIdentityProvider;
import dev.sluice.testkit.TokenDraft;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which claim of which provider names a listed user (admin.md 1.8), with real tokens and keys.
final class ListedUsersTest {
    private static final String TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";
    private static final String KEYS_OF_TENANT = "/" + TENANT + "/discovery/v2.0/keys";

    @TempDir private Path directory;
    private Gate gate;
    private StubIdentityProvider provider;
    private ProviderHttp http;

    @BeforeEach
    void open() throws IOException {
        gate = Gate.in(directory);
        provider = StubIdentityProvider.start(gate.clock);
        http = ProviderHttp.open();
    }

    @AfterEach
    void close() {
        http.close();
        provider.close();
        gate.close();
    }

    @Test
    @Conforms("A-18")
    void auth0NamesThemBySubjectWithTheConnection() {
        TokenDraft token = provider.accessToken().claim("sub", "auth0|65f1c0ffee").without("typ");

        assertThat(present("auth0", provider.keysUrl(), "auth0|65f1c0ffee", token))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(present("auth0", provider.keysUrl(), "65f1c0ffee", token))
                .isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @Test
    @Conforms("A-19")
    void entraNamesThemByObjectIdWhateverTheSubject() {
        TokenDraft token =
                provider.accessToken()
                        .without("typ")
                        .claim("iss", "https://login.microsoftonline.com/" + TENANT + "/v2.0")
                        .claim("tid", TENANT)
                        .claim("oid", "3b9d5e3a-1111-2222-3333-444455556666")
                        .claim("sub", "pairwise");
        provider.answer(
                KEYS_OF_TENANT,
                ScriptedAnswer.json(200, Map.of("keys", List.of(provider.signer().jwk()))));
        URI keys = provider.keysUrl().resolve(KEYS_OF_TENANT);

        assertThat(present("azure", keys, "3b9d5e3a-1111-2222-3333-444455556666", token))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(present("azure", keys, "pairwise", token))
                .isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dex", "Azure", "our own"})
    @Conforms("A-6")
    void anyOtherProviderNamesThemBySubject(String name) {
        TokenDraft token = provider.accessToken().claim("sub", "u-1").claim("oid", "u-2");

        assertThat(present(name, provider.keysUrl(), "u-1", token))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(present(name, provider.keysUrl(), "u-2", token))
                .isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    @Test
    @Conforms("A-13")
    void namesAndAddressOfTheListAreNotCompared() {
        TokenDraft token =
                provider.accessToken()
                        .claim("given_name", "Emmett")
                        .claim("family_name", "Brown")
                        .claim("email", "doc@example.com");

        assertThat(present("keycloak", provider.keysUrl(), StubIdentityProvider.SUBJECT, token))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(present("keycloak", provider.keysUrl(), "u-1", likeTheList()))
                .isEqualTo(new Decision.Forbidden<>("user_not_listed"));
    }

    private TokenDraft likeTheList() {
        return provider.accessToken()
                .claim("given_name", "Ada")
                .claim("family_name", "L")
                .claim("email", "no address at all");
    }

    private Decision<Grant.ForAdministration> present(
            String name, URI keys, String listed, TokenDraft token) {
        AdminUser user =
                new AdminUser(listed, "Ada", "L", "no address at all", Set.of(UserGroup.ADMIN));
        AdminConfig admin = new AdminConfig(name, keys, List.of(user), List.of(), List.of(), false);
        try (TokenVerifier verifier =
                TokenVerifier.start(ProviderSettings.of(name, keys), http, gate.clock, _ -> {})) {
            gate.administrators.replace(AdministratorList.of(admin, verifier::verify));
            return gate.administration(token.sign(provider.signer()), Operation.CREATE_DATABASE);
        }
    }
}
