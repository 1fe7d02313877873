// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.command;

import dev.sluice.api.ApiException;
import dev.sluice.api.ManagementClient;
import dev.sluice.influxctl.connection.ClusterConnections;
import dev.sluice.influxctl.connection.ConnectionTrouble;
import dev.sluice.influxctl.login.Login;
import dev.sluice.influxctl.login.PresentedCredential;
import dev.sluice.influxctl.profile.Profile;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.net.http.HttpClient;

/// Calls the management API with the administrator's credential, and answers a refusal as admin.md
/// 3.2 says: a cached token that the cluster does not take is replaced by one new sign-in and the
/// call repeated once; nothing else is ever repeated.
final class ManagementCalls {
    private final GlobalOptions options;
    private final Login login;
    private final ClusterConnections connections;

    ManagementCalls(GlobalOptions options, Login login, ClusterConnections connections) {
        this.options = options;
        this.login = login;
        this.connections = connections;
    }

    /// What to ask the cluster for.
    @FunctionalInterface
    interface Call<T> {
        T on(ManagementClient client) throws InterruptedException;
    }

    /// Makes the call.
    ///
    /// @param deed completes "failed to …", such as `list tokens`
    /// @throws ProblemException with the cluster's words, or how it was not reached
    <T> T call(Profile profile, String deed, Call<T> call) throws InterruptedException {
        return call(profile, deed, login.credential(profile), call);
    }

    /// Makes the call with a credential that was got before.
    ///
    /// @throws ProblemException as the other
    <T> T call(Profile profile, String deed, PresentedCredential credential, Call<T> call)
            throws InterruptedException {
        try (HttpClient http = connections.http(profile, options.timeout())) {
            try {
                return call.on(client(http, profile, credential));
            } catch (ApiException e) {
                if (e.kind() != ApiException.Kind.UNAUTHORIZED
                        || !(credential instanceof PresentedCredential.Cached cached)) {
                    throw refused(profile, deed, credential, e);
                }
                PresentedCredential fresh = login.replace(profile, cached);
                return repeat(client(http, profile, fresh), profile, deed, fresh, call);
            }
        }
    }

    private <T> T repeat(
            ManagementClient client,
            Profile profile,
            String deed,
            PresentedCredential credential,
            Call<T> call)
            throws InterruptedException {
        try {
            return call.on(client);
        } catch (ApiException e) {
            throw refused(profile, deed, credential, e);
        }
    }

    private ManagementClient client(
            HttpClient http, Profile profile, PresentedCredential credential) {
        return connections.management(http, profile, credential::token, options.timeout());
    }

    private ProblemException refused(
            Profile profile, String deed, PresentedCredential credential, ApiException failure)
            throws InterruptedException {
        if (failure.kind() == ApiException.Kind.UNAUTHORIZED
                && credential instanceof PresentedCredential.Issued) {
            login.discard(profile);
        }
        Problem problem = problem(profile, credential, failure);
        String message = "failed to " + deed + ": " + problem.message();
        return new ProblemException(new Problem(problem.kind(), problem.code(), message), failure);
    }

    private static Problem problem(
            Profile profile, PresentedCredential credential, ApiException failure) {
        return switch (failure.kind()) {
            case UNAUTHORIZED -> unauthorized(credential);
            case FORBIDDEN -> forbidden(credential);
            case NOT_FOUND -> said(Problem.Kind.NOT_FOUND, "not found", failure);
            case CONFLICT -> said(Problem.Kind.CONFLICT, "conflict", failure);
            case INVALID -> said(Problem.Kind.INVALID, "bad request", failure);
            case BUSY -> said(Problem.Kind.BUSY, "too many requests", failure);
            case UNAVAILABLE ->
                    problem(
                            Problem.Kind.UNAVAILABLE,
                            "503 unavailable: " + failure.getMessage() + "; try again in a moment");
            case SERVER -> said(Problem.Kind.INTERNAL, "server error", failure);
            case NOT_MANAGEMENT_API ->
                    problem(
                            Problem.Kind.UNAVAILABLE,
                            failure.getMessage()
                                    + "; check host and port in the profile \""
                                    + profile.name()
                                    + "\"");
            case UNREACHABLE, TLS, TIMEOUT ->
                    ConnectionTrouble.explain(
                            profile, failure.getCause() == null ? failure : failure.getCause());
        };
    }

    private static Problem forbidden(PresentedCredential credential) {
        String why =
                switch (credential) {
                    case PresentedCredential.Fixed fixed ->
                            "the cluster knows the "
                                    + fixed.name()
                                    + ", but it is not permitted to do this; an administrator who"
                                    + " signs in may be";
                    case PresentedCredential.Cached _, PresentedCredential.Issued _ ->
                            "the cluster knows who you are, but you are not permitted to do this;"
                                    + " who may is listed under admin.users of the cluster, and"
                                    + " what, in the entry's userGroups";
                };
        return problem(Problem.Kind.FORBIDDEN, "403 forbidden: " + why);
    }

    private static Problem unauthorized(PresentedCredential credential) {
        String why =
                switch (credential) {
                    case PresentedCredential.Fixed fixed ->
                            "the cluster does not accept the " + fixed.name();
                    case PresentedCredential.Cached _, PresentedCredential.Issued _ ->
                            "the cluster does not accept your identity provider's token; see that"
                                    + " the cluster's admin.jwksEndpoint is of the same provider,"
                                    + " and what admin.issuer and admin.audiences say where they"
                                    + " are set; the cluster's log has the reason";
                };
        return problem(Problem.Kind.UNAUTHENTICATED, "unauthorized: " + why);
    }

    private static Problem said(Problem.Kind kind, String name, ApiException failure) {
        return problem(kind, failure.status() + " " + name + ": " + failure.getMessage());
    }

    private static Problem problem(Problem.Kind kind, String message) {
        return new Problem(kind, "management_call_failed", message);
    }
}
