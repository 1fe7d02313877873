// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import dev.sluice.local.keycloak.KeycloakAdmin;
import dev.sluice.local.keycloak.Realm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an administrator of Keycloak can change in one realm while it is in use.
final class RealmControls {
    private static final String KEY_PROVIDER = "org.keycloak.keys.KeyProvider";
    private static final int DEFAULT_PRIORITY = 100;

    private final KeycloakAdmin admin;
    private final Realm realm;

    /// Keys made here outrank all earlier ones.
    private int priority = DEFAULT_PRIORITY;

    RealmControls(KeycloakAdmin admin, Realm realm) {
        this.admin = admin;
        this.realm = realm;
    }

    /// From now on the realm signs with an algorithm.
    ///
    /// @param algorithm a JOSE name, such as `ES256`
    /// @param keyProvider how Keycloak calls the maker of such keys
    void signWith(String algorithm, String keyProvider) throws IOException, InterruptedException {
        addKey(keyProvider, algorithm);
        change("", json().put("defaultSignatureAlgorithm", algorithm));
    }

    /// From now on the realm signs with a new RSA key; the earlier ones still verify.
    ///
    /// @return the new key, for [#removeKey]
    String rotateKeys() throws IOException, InterruptedException {
        return addKey("rsa-generated", "RS256");
    }

    /// Takes a key out of the realm's published ones.
    void removeKey(String id) throws IOException, InterruptedException {
        admin.request("DELETE", path("/components/" + id), null);
    }

    /// From now on access tokens live this long.
    void accessTokensLive(Duration lifespan) throws IOException, InterruptedException {
        change("", json().put("accessTokenLifespan", lifespan.toSeconds()));
    }

    /// From now on the realm refreshes nothing that it issued before this instant.
    void refuseWhatWasIssuedBefore(Instant instant) throws IOException, InterruptedException {
        change("", json().put("notBefore", instant.getEpochSecond()));
    }

    /// From now on a refresh token that was used is over, and using it again ends the session.
    void refreshTokensServeOnce() throws IOException, InterruptedException {
        change("", json().put("revokeRefreshToken", true).put("refreshTokenMaxReuse", 0));
    }

    /// A further client for the device flow, whose tokens have none of the default scopes. Thus no
    /// scope `basic`, which is what puts the user's ID into a token.
    Realm clientWithoutScopes(String clientId) throws IOException, InterruptedException {
        ObjectNode client = deviceClient(clientId);
        client.putArray("defaultClientScopes");
        admin.request("POST", path("/clients"), client);
        return new Realm(realm.base(), realm.name(), clientId);
    }

    /// A further client for the device flow, whose access tokens are lightweight ones.
    Realm lightweightClient(String clientId) throws IOException, InterruptedException {
        ObjectNode client = deviceClient(clientId);
        client.withObject("attributes").put("client.use.lightweight.access.token.enabled", "true");
        admin.request("POST", path("/clients"), client);
        return new Realm(realm.base(), realm.name(), clientId);
    }

    /// Disables an account.
    void disable(String userId) throws IOException, InterruptedException {
        change("/users/" + userId, json().put("enabled", false));
    }

    /// Deletes an account.
    void delete(String userId) throws IOException, InterruptedException {
        admin.request("DELETE", path("/users/" + userId), null);
    }

    /// Ends all sessions of an account.
    void signOut(String userId) throws IOException, InterruptedException {
        admin.request("POST", path("/users/" + userId + "/logout"), null);
    }

    private String addKey(String keyProvider, String algorithm)
            throws IOException, InterruptedException {
        priority++;
        String name = algorithm + "-" + priority;
        ObjectNode component =
                json().put("name", name)
                        .put("providerId", keyProvider)
                        .put("providerType", KEY_PROVIDER);
        ObjectNode config = component.putObject("config");
        config.putArray("priority").add(String.valueOf(priority));
        if (keyProvider.startsWith("rsa")) {
            config.putArray("algorithm").add(algorithm);
        }
        admin.request("POST", path("/components"), component);
        JsonNode made = admin.request("GET", path("/components?name=" + name), null);
        return made.path(0).path("id").asString();
    }

    private void change(String path, ObjectNode members) throws IOException, InterruptedException {
        admin.request("PUT", path(path), members);
    }

    private String path(String below) {
        return "/" + realm.name() + below;
    }

    private static ObjectNode deviceClient(String clientId) {
        ObjectNode client =
                json().put("clientId", clientId)
                        .put("protocol", "openid-connect")
                        .put("publicClient", true);
        client.putObject("attributes").put("oauth2.device.authorization.grant.enabled", "true");
        return client;
    }

    private static ObjectNode json() {
        return new JsonMapper().createObjectNode();
    }
}
