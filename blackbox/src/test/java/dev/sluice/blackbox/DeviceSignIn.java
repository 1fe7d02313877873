// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.keycloak.Person;
import dev.sluice.local.keycloak.Realm;
import dev.sluice.local.keycloak.SignInPages;
import dev.sluice.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A device sign-in past `influxctl`: gives the tokens themselves, also the ones that `influxctl`
/// would never present.
final class DeviceSignIn {
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private DeviceSignIn() {}

    /// What Keycloak issues at a sign-in with scope `openid`.
    record Tokens(Secret access, Secret id, Secret refresh) {}

    /// Signs a person in at a realm's client.
    static Tokens of(Realm realm, Person person) throws IOException, InterruptedException {
        String client = "client_id=" + encoded(realm.clientId());
        JsonNode device = post(realm.deviceUrl(), client + "&scope=openid");
        new SignInPages(Checkout.HTTP)
                .approve(URI.create(device.path("verification_uri_complete").asString()), person);
        String code = encoded(device.path("device_code").asString());
        JsonNode tokens =
                post(
                        realm.tokenUrl(),
                        client + "&grant_type=" + encoded(GRANT) + "&device_code=" + code);
        return new Tokens(
                Secret.of(tokens.path("access_token").asString()),
                Secret.of(tokens.path("id_token").asString()),
                Secret.of(tokens.path("refresh_token").asString()));
    }

    /// Ends what a refresh token could still give (RFC 7009).
    static void revoke(Realm realm, Secret refreshToken) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(
                        URI.create(realm.issuer() + "/protocol/openid-connect/revoke"),
                        "client_id="
                                + encoded(realm.clientId())
                                + "&token_type_hint=refresh_token&token="
                                + encoded(refreshToken.reveal()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static JsonNode post(URI url, String form) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(url, form);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    private static HttpResponse<String> send(URI url, String form)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(ANSWER_PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build();
        return Checkout.HTTP.send(request, BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
