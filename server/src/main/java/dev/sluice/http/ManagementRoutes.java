// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.api.ClusterIds;
import dev.sluice.api.ManagementPaths;
import dev.sluice.auth.Decision;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Problem;
import java.util.List;

/// Mounts routes of the management API, each in the short form and in the account form, and lets
/// nobody through whom the gate did not let through (admin.md 4.1).
final class ManagementRoutes {
    private static final ManagementErrors ERRORS = ManagementErrors.FORM;

    private final Routes routes;
    private final AdministrationDecider gate;
    private final ClusterIds ids;

    /// @param routes where they are mounted
    /// @param gate decides who may
    /// @param ids of this cluster, which the account form must name
    ManagementRoutes(Routes routes, AdministrationDecider gate, ClusterIds ids) {
        this.routes = routes;
        this.gate = gate;
        this.ids = ids;
        routes.area(ManagementPaths.BASE, ERRORS);
    }

    /// What one route does once the caller may.
    @FunctionalInterface
    interface Act {
        HttpResponse run(ManagementCall call) throws InterruptedException;
    }

    /// Mounts one route in both forms.
    ///
    /// @param path after either base
    /// @param operation what the caller must be allowed to do
    void add(HttpMethod method, String path, Operation operation, Act act) {
        List<HttpMethod> methods = List.of(method);
        routes.add(
                methods,
                ManagementPaths.BASE + path,
                ERRORS,
                call ->
                        decided(
                                call,
                                operation,
                                grant -> act.run(new ManagementCall(call, grant, null))));
        routes.add(
                methods,
                ManagementPaths.ACCOUNT_BASE_PATTERN + path,
                ERRORS,
                call ->
                        decided(
                                call,
                                operation,
                                grant ->
                                        act.run(
                                                new ManagementCall(
                                                        call, grant, requireAccount(call)))));
    }

    private interface Permitted {
        HttpResponse run(Grant.ForAdministration grant) throws InterruptedException;
    }

    private HttpResponse decided(Call call, Operation operation, Permitted permitted)
            throws InterruptedException {
        return switch (gate.decide(
                Credentials.ofManagement(call.headers("authorization")),
                operation,
                call.origin())) {
            case Decision.Allowed<Grant.ForAdministration>(Grant.ForAdministration grant) ->
                    permitted.run(grant);
            case Decision.Unauthenticated<Grant.ForAdministration>(_, boolean credentialSent) ->
                    ERRORS.unauthenticated(Challenge.of(call, credentialSent));
            case Decision.Forbidden<Grant.ForAdministration> _ -> ERRORS.forbidden();
            case Decision.Slowed<Grant.ForAdministration> slowed ->
                    ERRORS.tooManyRequests(slowed.message(), slowed.retryAfter());
            case Decision.Unavailable<Grant.ForAdministration>(_, var message, var retryAfter) ->
                    ERRORS.unavailable(message, retryAfter);
        };
    }

    private ClusterIds requireAccount(Call call) {
        ClusterIds named =
                new ClusterIds(
                        ManagementCall.uuid(call, "accountId"),
                        ManagementCall.uuid(call, "clusterId"));
        if (!named.equals(ids)) {
            throw Problem.notFound("cluster_not_found", "this server is not of that cluster")
                    .asException();
        }
        return ids;
    }
}
