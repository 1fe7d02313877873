// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import dev.sluice.api.ClusterIds;
import dev.sluice.api.DatabaseCodec;
import dev.sluice.api.ManagementPaths;
import dev.sluice.api.TokenCodec;
import dev.sluice.auth.Decision;
import dev.sluice.model.Grant;
import dev.sluice.model.Operation;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api/v0`, in the short form and in the account form (admin.md section 4). Checks in this order:
/// credentials, rights, path and body, existence, conflict.
public final class ManagementEndpoint implements Endpoint {
    /// The largest body (admin.md 4.1).
    private static final long BODY_BYTES_MAX = 1L << 20;

    private static final ManagementErrors ERRORS = ManagementErrors.FORM;
    private static final String JSON = "application/json";

    private final AdministrationDecider gate;
    private final ManagementVerbs verbs;
    private final ClusterIds ids;

    /// @param gate decides who may
    /// @param verbs what they may
    /// @param ids of this cluster, which the account form must name
    public ManagementEndpoint(AdministrationDecider gate, ManagementVerbs verbs, ClusterIds ids) {
        this.gate = gate;
        this.verbs = verbs;
        this.ids = ids;
    }

    /// What one route does once the caller may. `accountForm` has the ids in the account form and
    /// is null in the short one.
    private interface Act {
        HttpResponse run(Call call, Grant.ForAdministration grant, @Nullable ClusterIds accountForm)
                throws InterruptedException;
    }

    @Override
    public void mount(Routes routes) {
        routes.area(ManagementPaths.BASE, ERRORS);
        String databases = ManagementPaths.DATABASES;
        String tokens = ManagementPaths.TOKENS;
        String token = ManagementPaths.TOKEN_PATTERN;
        add(routes, HttpMethod.GET, databases, Operation.LIST_DATABASES, this::listDatabases);
        add(routes, HttpMethod.POST, databases, Operation.CREATE_DATABASE, this::createDatabase);
        add(routes, HttpMethod.GET, tokens, Operation.LIST_TOKENS, this::listTokens);
        add(routes, HttpMethod.POST, tokens, Operation.CREATE_TOKEN, this::createToken);
        add(routes, HttpMethod.GET, token, Operation.LIST_TOKENS, this::getToken);
        add(routes, HttpMethod.DELETE, token, Operation.REVOKE_TOKEN, this::revokeToken);
    }

    private void add(Routes routes, HttpMethod method, String path, Operation operation, Act act) {
        List<HttpMethod> methods = List.of(method);
        routes.add(
                methods,
                ManagementPaths.BASE + path,
                ERRORS,
                call -> decided(call, operation, grant -> act.run(call, grant, null)));
        routes.add(
                methods,
                ManagementPaths.ACCOUNT_BASE_PATTERN + path,
                ERRORS,
                call ->
                        decided(
                                call,
                                operation,
                                grant -> act.run(call, grant, requireAccount(call))));
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
                    ERRORS.unauthenticated(credentialSent);
            case Decision.Forbidden<Grant.ForAdministration> _ -> ERRORS.forbidden();
            case Decision.Slowed<Grant.ForAdministration> slowed ->
                    ERRORS.tooManyRequests(slowed.message(), slowed.retryAfter());
            case Decision.Unavailable<Grant.ForAdministration>(_, var message, var retryAfter) ->
                    ERRORS.unavailable(message, retryAfter);
        };
    }

    private HttpResponse listDatabases(
            Call call, Grant.ForAdministration grant, @Nullable ClusterIds accountForm) {
        return ok(DatabaseCodec.writeList(verbs.listDatabases().run(grant), accountForm));
    }

    private HttpResponse createDatabase(
            Call call, Grant.ForAdministration grant, @Nullable ClusterIds accountForm)
            throws InterruptedException {
        var request = DatabaseCodec.readNew(json(call));
        var made = verbs.createDatabase().run(grant, request, call.origin());
        return ok(DatabaseCodec.write(made, accountForm));
    }

    private HttpResponse listTokens(
            Call call, Grant.ForAdministration grant, @Nullable ClusterIds accountForm) {
        return ok(TokenCodec.writeList(verbs.listTokens().run(grant), accountForm));
    }

    private HttpResponse createToken(
            Call call, Grant.ForAdministration grant, @Nullable ClusterIds accountForm)
            throws InterruptedException {
        var request = TokenCodec.readNew(json(call));
        var made = verbs.createToken().run(grant, request, call.origin());
        return ok(TokenCodec.writeCreated(made, accountForm));
    }

    private HttpResponse getToken(
            Call call, Grant.ForAdministration grant, @Nullable ClusterIds accountForm) {
        return ok(TokenCodec.write(verbs.getToken().run(grant, tokenId(call)), accountForm));
    }

    private HttpResponse revokeToken(
            Call call, Grant.ForAdministration grant, @Nullable ClusterIds accountForm) {
        verbs.revokeToken().run(grant, tokenId(call), call.origin());
        return HttpResponse.of(HttpStatus.NO_CONTENT);
    }

    private ClusterIds requireAccount(Call call) {
        ClusterIds named = new ClusterIds(uuid(call, "accountId"), uuid(call, "clusterId"));
        if (!named.equals(ids)) {
            throw Problem.notFound("cluster_not_found", "this server is not of that cluster")
                    .asException();
        }
        return ids;
    }

    private static UUID tokenId(Call call) {
        return uuid(call, "tokenId");
    }

    private static UUID uuid(Call call, String parameter) {
        String text = call.pathParameter(parameter);
        try {
            UUID id = UUID.fromString(text);
            // The JDK takes shortened forms too.
            if (id.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return id;
            }
        } catch (IllegalArgumentException malformed) {
            throw notUuid(parameter, malformed);
        }
        throw notUuid(parameter, null);
    }

    private static ProblemException notUuid(String parameter, @Nullable Throwable cause) {
        return new ProblemException(
                Problem.invalid("invalid_id", parameter + " must be a UUID"), cause);
    }

    private static byte[] json(Call call) throws InterruptedException {
        String type = call.header("content-type");
        int parameters = type.indexOf(';');
        String bare = parameters < 0 ? type : type.substring(0, parameters);
        if (!bare.strip().equalsIgnoreCase(JSON)) {
            throw Problem.invalid(
                            "invalid_content_type",
                            "content-type must be application/json, got \"" + type + "\"")
                    .asException();
        }
        try (Body body = call.body(BODY_BYTES_MAX)) {
            return Arrays.copyOf(body.array(), body.size());
        }
    }

    private static HttpResponse ok(byte[] json) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(json));
    }
}
