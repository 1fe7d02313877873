// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.setup;

import dev.sluice.api.ApiException;
import dev.sluice.api.WhoAmIBody;
import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.connection.ConnectionTrouble;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Secret;
import dev.sluice.model.StatusRemark;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Asks a cluster whether it is there, and whether it takes a token.
///
/// @param connections open the connection
/// @param timeout for each question
public record ClusterVisit(ClusterConnections connections, Duration timeout) {
    static final String ACCEPTANCE = "acceptance";
    private static final String CLUSTER = "cluster";

    /// Whether it is there.
    ///
    /// @param check to be shown
    /// @param date what time it is there; null when it is not there or does not say
    record Reached(Check check, @Nullable Instant date) {
        boolean isReached() {
            return check.status() == Check.Status.OK;
        }
    }

    /// What the cluster should have been told.
    ///
    /// @param kind the provider
    /// @param keysSetting for `admin.jwksEndpoint`
    /// @param userId for `admin.users`; null when the token has none
    record Wanted(ProviderKind kind, String keysSetting, @Nullable String userId) {}

    Reached reach(Profile profile) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(profile.origin().resolve("/health"))
                        .timeout(timeout)
                        .header("User-Agent", connections.userAgent())
                        .build();
        try (HttpClient http = connections.http(profile, timeout)) {
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            int status = response.statusCode();
            String answer = status + StatusRemark.of(response);
            if (StatusRemark.isOfProxy(status)) {
                return notReached(
                        "a proxy on the way to " + profile.origin() + " answers " + answer,
                        "give it a user and a password, or name the host in NO_PROXY");
            }
            if (StatusRemark.isRedirect(status)) {
                return notReached(
                        profile.origin() + " answers " + answer + ", so it is not the cluster",
                        "set host and port in the profile to the cluster's own, and"
                                + " [profile.tls] as it wants it");
            }
            return new Reached(
                    Check.ok(CLUSTER, profile.origin() + " answers"),
                    date(response.headers().firstValue("Date").orElse(null)));
        } catch (IOException e) {
            return notReached(ConnectionTrouble.explain(profile, e).message(), "");
        }
    }

    private static Reached notReached(String sentence, String advice) {
        return new Reached(Check.failed(CLUSTER, sentence, advice), null);
    }

    /// Shows a token, and explains a refusal.
    ///
    /// @param wanted null for a token that no provider issued
    Check acceptance(Profile profile, Secret token, @Nullable Wanted wanted)
            throws InterruptedException {
        try (HttpClient http = connections.http(profile, timeout)) {
            WhoAmIBody caller =
                    connections.management(http, profile, () -> token, timeout).whoAmI();
            return Check.ok(
                    ACCEPTANCE,
                    "the cluster takes you for "
                            + caller.subject()
                            + (caller.userGroups().isEmpty()
                                    ? ""
                                    : " of " + String.join(", ", caller.userGroups())));
        } catch (ApiException e) {
            return switch (e.kind()) {
                case UNAUTHORIZED -> unauthorized(wanted);
                case FORBIDDEN -> forbidden(wanted);
                case UNAVAILABLE ->
                        Check.failed(
                                ACCEPTANCE,
                                "the cluster cannot verify tokens now: " + e.getMessage(),
                                "see that the cluster itself reaches admin.jwksEndpoint");
                case NOT_FOUND, NOT_MANAGEMENT_API ->
                        Check.skipped(ACCEPTANCE, "the cluster has no /whoami to ask");
                case CONFLICT, INVALID, BUSY, SERVER, UNREACHABLE, TLS, TIMEOUT ->
                        Check.failed(
                                ACCEPTANCE,
                                String.valueOf(e.getMessage()),
                                "try again in a moment");
            };
        }
    }

    private static Check unauthorized(@Nullable Wanted wanted) {
        return Check.failed(
                ACCEPTANCE,
                "the cluster does not accept the token (401)",
                wanted == null
                        ? "make another token, or look into the cluster's log for the reason"
                        : "if all above is well, the cluster has another provider: it wants"
                                + " admin.identityProvider: "
                                + wanted.kind().settingName()
                                + " and admin.jwksEndpoint: "
                                + wanted.keysSetting());
    }

    private static Check forbidden(@Nullable Wanted wanted) {
        String user = wanted == null ? null : wanted.userId();
        return Check.failed(
                ACCEPTANCE,
                user == null
                        ? "the cluster knows the token, and does not permit it this (403)"
                        : "the cluster verified the token, but does not list user \""
                                + user
                                + "\" (403)",
                user == null
                        ? "use a credential of an administrator"
                        : "add id: "
                                + ClusterSettings.quoted(user)
                                + " to admin.users, and apply it");
    }

    private static @Nullable Instant date(@Nullable String header) {
        try {
            return header == null
                    ? null
                    : ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
