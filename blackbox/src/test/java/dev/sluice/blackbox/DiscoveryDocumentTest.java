// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.blackbox.Bearers.Answer;
import dev.sluice.local.AppInstanceFile.Administration;
import dev.sluice.local.AppInstanceFile.User;
import dev.sluice.local.Influxctl.Result;
import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.model.Secret;
import dev.sluice.testkit.Conforms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a real Keycloak says of itself is what the cluster and the profile are to be told, without
/// a change (admin.md 1.2 and 1.5).
@ExtendWith(Provider.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DiscoveryDocumentTest {
    private static final Person LISTED =
            new Person("doris", "Doris", "Baines", Secret.of("password-of-doris"));

    private final Realm realm;
    private final URI address;
    private final JsonNode document;
    private final List<User> users;

    DiscoveryDocumentTest(Provider provider) throws IOException, InterruptedException {
        realm = provider.realm("discovery");
        users = List.of(new User(provider.admit(realm, LISTED), "Doris", "Baines", "doris"));
        address = URI.create(realm.issuer() + "/.well-known/openid-configuration");
        HttpRequest request = HttpRequest.newBuilder(address).build();
        document =
                new JsonMapper()
                        .readTree(Checkout.HTTP.send(request, BodyHandlers.ofString()).body());
    }

    private String member(String name) {
        return document.path(name).asString("");
    }

    @Test
    @Conforms("A-25")
    void namesTheDocumentedAddresses() {
        String below = realm.base() + "/realms/discovery/protocol/openid-connect";

        assertThat(member("jwks_uri")).isEqualTo(below + "/certs");
        assertThat(member("device_authorization_endpoint")).isEqualTo(below + "/auth/device");
        assertThat(member("token_endpoint")).isEqualTo(below + "/token");
    }

    @Test
    @Conforms("A-25")
    void whatItNamesSignsAnAdministratorIn(@TempDir Path directory, @TempDir Path home)
            throws IOException, InterruptedException {
        var administration = new Administration(URI.create(member("jwks_uri")), users);
        try (Cluster cluster = Cluster.start(directory, administration, "")) {
            String profile =
                    Documented.profile(
                            Documented.KEYCLOAK_PROFILE,
                            cluster,
                            Map.of(
                                    "KEYCLOAK_CLIENT_ID",
                                    realm.clientId(),
                                    "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/auth/device",
                                    member("device_authorization_endpoint"),
                                    "https://KEYCLOAK_HOST/realms/KEYCLOAK_REALM/protocol/openid-connect/token",
                                    member("token_endpoint")));

            Result result =
                    People.influxctl(home, profile)
                            .run(People.approving(LISTED), List.of("token", "list"));

            assertThat(result.status()).as(result.talk()).isZero();
            assertThat(result.askedToSignIn()).isTrue();
        }
    }

    @Test
    @Conforms({"A-25", "A-28"})
    void itsOwnAddressServesAsTheKeysAddressToo(@TempDir Path directory)
            throws IOException, InterruptedException {
        try (Cluster cluster = Cluster.start(directory, new Administration(address, users), "")) {
            Answer answer = new Bearers(cluster).present(DeviceSignIn.of(realm, LISTED).access());

            assertThat(answer.status()).as(answer.reason()).isEqualTo(200);
            assertThat(cluster.log()).contains("the identity provider's keys changed");
        }
    }
}
