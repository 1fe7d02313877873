// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.local.keycloak;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Fills a Keycloak over its Admin REST API: realm, client, people.
///
/// Each call may be repeated: what is there already stays as it is. Not safe for several threads.
public final class KeycloakAdmin {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
    private static final String USERS = "/users";
    private static final String MASTER_TOKENS = "/realms/master/protocol/openid-connect/token";
    private static final int CREATED = 201;
    private static final int UNAUTHORIZED = 401;
    private static final int CONFLICT = 409;

    private final HttpClient http;
    private final URI base;
    private final Secret password;
    private final JsonMapper json = new JsonMapper();

    /// Lives for a minute; replaced when it is refused.
    private @Nullable String token;

    private KeycloakAdmin(HttpClient http, URI base, Secret password) {
        this.http = http;
        this.base = base;
        this.password = password;
    }

    /// Opens the administration of the Keycloak at `base`. A fresh server's well-known password is
    /// replaced by `password`; one that has that password already is left alone.
    ///
    /// @throws dev.sluice.model.ProblemException *unauthenticated* when the server knows neither
    public static KeycloakAdmin open(HttpClient http, URI base, Secret password)
            throws IOException, InterruptedException {
        var admin = new KeycloakAdmin(http, base, password);
        admin.token = admin.findToken();
        if (admin.token == null) {
            var fresh = new KeycloakAdmin(http, base, Secret.of(KeycloakProcess.ADMINISTRATOR));
            fresh.setPassword("master", KeycloakProcess.ADMINISTRATOR, password);
        }
        return admin;
    }

    /// Creates a realm with one public client that can do the device flow and nothing else.
    ///
    /// @param pollingInterval how long a device waits between two polls, in whole seconds
    public Realm createRealm(String name, String clientId, Duration pollingInterval)
            throws IOException, InterruptedException {
        ObjectNode realm =
                json.createObjectNode()
                        .put("realm", name)
                        .put("enabled", true)
                        .put("oauth2DevicePollingInterval", pollingInterval.toSeconds());
        create("realm " + name, "", realm);
        ObjectNode client =
                json.createObjectNode()
                        .put("clientId", clientId)
                        .put("protocol", "openid-connect")
                        .put("publicClient", true)
                        .put("standardFlowEnabled", false)
                        .put("directAccessGrantsEnabled", false);
        client.putObject("attributes").put("oauth2.device.authorization.grant.enabled", "true");
        create("client " + clientId, "/" + name + "/clients", client);
        return new Realm(base, name, clientId);
    }

    /// Creates a person; one who is there already gets the given password.
    ///
    /// @return their ID: the `sub` of their tokens, the `id` in the server's list of administrators
    public String createPerson(Realm realm, Person person)
            throws IOException, InterruptedException {
        ObjectNode user =
                json.createObjectNode()
                        .put("username", person.username())
                        .put("enabled", true)
                        .put("emailVerified", true)
                        .put("email", person.email())
                        .put("firstName", person.firstName())
                        .put("lastName", person.lastName());
        create("user " + person.username(), "/" + realm.name() + USERS, user);
        setPassword(realm.name(), person.username(), person.password());
        return requireUserId(realm.name(), person.username());
    }

    /// Sends one request of the Admin REST API, for what has no method of its own here.
    ///
    /// @param path below `/admin/realms`
    /// @param body what to send, or null
    /// @return what was answered; a missing node when that is nothing
    /// @throws dev.sluice.model.ProblemException *unavailable*, with Keycloak's own words, when it
    ///   refuses
    public JsonNode request(String method, String path, @Nullable ObjectNode body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() / 100 != 2) {
            throw refused(method + " " + path, answer);
        }
        return answer.body().isEmpty() ? MissingNode.getInstance() : json.readTree(answer.body());
    }

    private void setPassword(String realm, String username, Secret fresh)
            throws IOException, InterruptedException {
        ObjectNode credential =
                json.createObjectNode()
                        .put("type", "password")
                        .put("temporary", false)
                        .put("value", fresh.reveal());
        String path = "/" + realm + USERS + "/" + requireUserId(realm, username);
        HttpResponse<String> answer = send("PUT", path + "/reset-password", credential);
        if (answer.statusCode() / 100 != 2) {
            throw refused("setting the password of " + username, answer);
        }
    }

    /// Without `exact` Keycloak also answers with every name that contains this one.
    private String requireUserId(String realm, String username)
            throws IOException, InterruptedException {
        String path = "/" + realm + USERS + "?exact=true&username=" + encoded(username);
        HttpResponse<String> answer = send("GET", path, null);
        JsonNode id = json.readTree(answer.body()).path(0).path("id");
        if (answer.statusCode() != 200 || !id.isString()) {
            throw refused("looking up user " + username, answer);
        }
        return id.asString();
    }

    private void create(String what, String path, ObjectNode body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send("POST", path, body);
        if (answer.statusCode() != CREATED && answer.statusCode() != CONFLICT) {
            throw refused("creating " + what, answer);
        }
    }

    private HttpResponse<String> send(String method, String path, @Nullable ObjectNode body)
            throws IOException, InterruptedException {
        String known = token;
        if (known != null) {
            HttpResponse<String> answer = send(known, method, path, body);
            if (answer.statusCode() != UNAUTHORIZED) {
                return answer;
            }
        }
        return send(requireToken(), method, path, body);
    }

    private HttpResponse<String> send(
            String bearer, String method, String path, @Nullable ObjectNode body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + "/admin/realms" + path))
                        .timeout(ANSWER_PATIENCE)
                        .header("Authorization", "Bearer " + bearer)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body.toString()))
                        .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private String requireToken() throws IOException, InterruptedException {
        String fresh = findToken();
        if (fresh == null) {
            throw new ProblemException(
                    new Problem(
                            Problem.Kind.UNAUTHENTICATED,
                            "keycloak_password_unknown",
                            ("Keycloak at %s does not accept the kept password of its"
                                            + " administrator; delete its directory to start afresh")
                                    .formatted(base)));
        }
        token = fresh;
        return fresh;
    }

    private @Nullable String findToken() throws IOException, InterruptedException {
        String form =
                form(
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                KeycloakProcess.ADMINISTRATOR,
                                "password",
                                password.reveal()));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + MASTER_TOKENS))
                        .timeout(ANSWER_PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        return answer.statusCode() == 200
                ? json.readTree(answer.body()).path("access_token").asString()
                : null;
    }

    private RuntimeException refused(String what, HttpResponse<String> answer) {
        return Problem.unavailable(
                        "keycloak_refused",
                        "%s at Keycloak %s gave status %d: %s"
                                .formatted(what, base, answer.statusCode(), answer.body()))
                .asException();
    }

    /// The members of `fields` as a form body.
    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
