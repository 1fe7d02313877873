// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.ProblemException;
import dev.sluice.model.Secret;
import dev.sluice.model.StatusRemark;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// Calls the management API of a cluster. Safe for many threads; each call waits at most `timeout`
/// for the whole answer, and takes at most [#ANSWER_BYTES_MAX] of it. Never repeats a call by
/// itself.
public final class ManagementClient {
    /// The largest answer that is read.
    public static final long ANSWER_BYTES_MAX = 64L << 20;

    private static final String STATUS = "?status=";
    private static final String RENAME = "/rename";

    /// What proxies and load balancers answer by themselves while the cluster is away.
    private static final Set<Integer> OF_GATEWAYS = Set.of(502, 503, 504);

    /// What servers and proxies answer by themselves to an address or headers that are too long.
    private static final Set<Integer> TOO_LONG = Set.of(414, 431);

    private final HttpClient http;
    private final URI cluster;
    private final String base;
    private final Supplier<Secret> bearer;
    private final Duration timeout;
    private final String userAgent;

    /// @param http carries TLS and proxy settings; stays the caller's
    /// @param cluster scheme, host and port, without a path
    /// @param bearer asked once for each call; its text goes into `Authorization` and nowhere else
    /// @param timeout for one call, connecting included
    /// @param userAgent such as `influxctl/1.0`
    public ManagementClient(
            HttpClient http,
            URI cluster,
            Supplier<Secret> bearer,
            Duration timeout,
            String userAgent) {
        this(http, cluster, ManagementPaths.BASE, bearer, timeout, userAgent);
    }

    private ManagementClient(
            HttpClient http,
            URI cluster,
            String base,
            Supplier<Secret> bearer,
            Duration timeout,
            String userAgent) {
        this.http = http;
        this.cluster = cluster;
        this.base = base;
        this.bearer = bearer;
        this.timeout = timeout;
        this.userAgent = userAgent;
    }

    /// The same client by the account form of the paths (admin.md 4.1).
    public ManagementClient within(ClusterIds ids) {
        return new ManagementClient(
                http, cluster, ManagementPaths.accountBase(ids), bearer, timeout, userAgent);
    }

    /// Every database, by name.
    ///
    /// @throws ApiException when it did not succeed
    public List<DatabaseBody> listDatabases() throws InterruptedException {
        return call("GET", ManagementPaths.DATABASES, none(), DatabaseCodec::readList);
    }

    /// Makes a database.
    ///
    /// @throws ApiException when it did not succeed
    public DatabaseBody createDatabase(NewDatabase request) throws InterruptedException {
        return call(
                "POST",
                ManagementPaths.DATABASES,
                json(DatabaseCodec.writeNew(request)),
                DatabaseCodec::read);
    }

    /// Databases, by name.
    ///
    /// @throws ApiException when it did not succeed
    public List<DatabaseBody> listDatabases(Liveness liveness) throws InterruptedException {
        return call(
                "GET",
                ManagementPaths.DATABASES + STATUS + liveness.word(),
                none(),
                DatabaseCodec::readList);
    }

    /// Gives a database other limits.
    ///
    /// @throws ApiException when it did not succeed
    public DatabaseBody updateDatabase(String name, DatabaseUpdate update)
            throws InterruptedException {
        return call(
                "PATCH",
                ManagementPaths.database(name),
                json(DatabaseCodec.writeUpdate(update)),
                DatabaseCodec::read);
    }

    /// Gives a database another name.
    ///
    /// @throws ApiException when it did not succeed
    public DatabaseBody renameDatabase(String name, String newName) throws InterruptedException {
        return call(
                "PUT",
                ManagementPaths.database(name) + RENAME,
                json(NameCodec.write(newName)),
                DatabaseCodec::read);
    }

    /// Takes a database out of sight.
    ///
    /// @throws ApiException when it did not succeed
    public void deleteDatabase(String name) throws InterruptedException {
        byte[] _ = call("DELETE", ManagementPaths.database(name), none(), body -> body);
    }

    /// Brings a deleted database back.
    ///
    /// @throws ApiException when it did not succeed
    public DatabaseBody undeleteDatabase(long id) throws InterruptedException {
        return call("PUT", ManagementPaths.undeleteDatabase(id), none(), DatabaseCodec::read);
    }

    /// Tables of a database, by name.
    ///
    /// @throws ApiException when it did not succeed
    public List<TableBody> listTables(String databaseName, Liveness liveness)
            throws InterruptedException {
        return call(
                "GET",
                ManagementPaths.tables(databaseName) + STATUS + liveness.word(),
                none(),
                TableCodec::readList);
    }

    /// Makes a table.
    ///
    /// @throws ApiException when it did not succeed
    public TableBody createTable(String databaseName, NewTable request)
            throws InterruptedException {
        return call(
                "POST",
                ManagementPaths.tables(databaseName),
                json(TableCodec.writeNew(request)),
                TableCodec::read);
    }

    /// Gives a table another name.
    ///
    /// @throws ApiException when it did not succeed
    public TableBody renameTable(String databaseName, String name, String newName)
            throws InterruptedException {
        return call(
                "PUT",
                ManagementPaths.table(databaseName, name) + RENAME,
                json(NameCodec.write(newName)),
                TableCodec::read);
    }

    /// Takes a table out of sight.
    ///
    /// @throws ApiException when it did not succeed
    public void deleteTable(String databaseName, String name) throws InterruptedException {
        byte[] _ = call("DELETE", ManagementPaths.table(databaseName, name), none(), body -> body);
    }

    /// Brings a deleted table back.
    ///
    /// @throws ApiException when it did not succeed
    public TableBody undeleteTable(String databaseName, long id) throws InterruptedException {
        return call(
                "PUT", ManagementPaths.undeleteTable(databaseName, id), none(), TableCodec::read);
    }

    /// Every database token, by creation, revoked and expired ones too.
    ///
    /// @throws ApiException when it did not succeed
    public List<TokenBody> listTokens() throws InterruptedException {
        return call("GET", ManagementPaths.TOKENS, none(), TokenCodec::readList);
    }

    /// One database token.
    ///
    /// @throws ApiException when it did not succeed
    public TokenBody getToken(UUID id) throws InterruptedException {
        return call("GET", ManagementPaths.token(id), none(), TokenCodec::read);
    }

    /// Makes a database token; its text is in this answer and never again.
    ///
    /// @throws ApiException when it did not succeed
    public CreatedToken createToken(NewToken request) throws InterruptedException {
        return call(
                "POST",
                ManagementPaths.TOKENS,
                json(TokenCodec.writeNew(request)),
                TokenCodec::readCreated);
    }

    /// Gives a database token another description or other rights.
    ///
    /// @throws ApiException when it did not succeed
    public TokenBody updateToken(UUID id, TokenUpdate update) throws InterruptedException {
        return call(
                "PATCH",
                ManagementPaths.token(id),
                json(TokenCodec.writeUpdate(update)),
                TokenCodec::read);
    }

    /// Ends a database token for good. Revoking a revoked one succeeds.
    ///
    /// @throws ApiException when it did not succeed
    public void revokeToken(UUID id) throws InterruptedException {
        byte[] _ = call("DELETE", ManagementPaths.token(id), none(), body -> body);
    }

    /// Every management token, by creation, revoked and expired ones too.
    ///
    /// @throws ApiException when it did not succeed
    public List<ManagementTokenBody> listManagementTokens() throws InterruptedException {
        return call(
                "GET", ManagementPaths.MANAGEMENT_TOKENS, none(), ManagementTokenCodec::readList);
    }

    /// One management token.
    ///
    /// @throws ApiException when it did not succeed
    public ManagementTokenBody getManagementToken(UUID id) throws InterruptedException {
        return call("GET", ManagementPaths.managementToken(id), none(), ManagementTokenCodec::read);
    }

    /// Makes a management token; its text is in this answer and never again.
    ///
    /// @throws ApiException when it did not succeed
    public CreatedManagementToken createManagementToken(NewManagementToken request)
            throws InterruptedException {
        return call(
                "POST",
                ManagementPaths.MANAGEMENT_TOKENS,
                json(ManagementTokenCodec.writeNew(request)),
                ManagementTokenCodec::readCreated);
    }

    /// Ends a management token for good. Revoking a revoked one succeeds.
    ///
    /// @throws ApiException when it did not succeed
    public void revokeManagementToken(UUID id) throws InterruptedException {
        byte[] _ = call("DELETE", ManagementPaths.managementToken(id), none(), body -> body);
    }

    /// Everybody who administers or ever did.
    ///
    /// @throws ApiException when it did not succeed
    public List<UserBody> listUsers() throws InterruptedException {
        return call("GET", ManagementPaths.USERS, none(), UserCodec::readList);
    }

    /// The cluster itself.
    ///
    /// @throws ApiException when it did not succeed
    public ClusterBody getCluster() throws InterruptedException {
        return call("GET", ManagementPaths.CLUSTER, none(), ClusterCodec::read);
    }

    /// Whom the cluster takes the caller for.
    ///
    /// @throws ApiException when it did not succeed
    public WhoAmIBody whoAmI() throws InterruptedException {
        return call("GET", ManagementPaths.WHO_AM_I, none(), UserCodec::readWhoAmI);
    }

    private static BodyPublisher none() {
        return BodyPublishers.noBody();
    }

    private static BodyPublisher json(byte[] body) {
        return BodyPublishers.ofByteArray(body);
    }

    private <T> T call(String method, String path, BodyPublisher body, Function<byte[], T> answer)
            throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(cluster + base + path))
                        .method(method, body)
                        .timeout(timeout)
                        .header("Accept", "application/json")
                        .header("User-Agent", userAgent)
                        .header("Authorization", authorization());
        if (body.contentLength() != 0) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<byte[]> response = exchange(request.build());
        if (response.statusCode() / 100 != 2) {
            throw refused(response);
        }
        try {
            return answer.apply(response.body());
        } catch (ProblemException e) {
            throw notManagementApi(response, e);
        }
    }

    /// The JDK would name a header value that it refuses, and with it the secret.
    private String authorization() {
        String text = bearer.get().reveal();
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new ApiException(
                    ApiException.Kind.UNAUTHORIZED,
                    0,
                    "the credential is empty or has characters that no token has",
                    null);
        }
        return "Bearer " + text;
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(
                        request,
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw failed(e);
        } finally {
            exchange.cancel(true);
        }
    }

    private ApiException failed(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException _, ConnectException _ ->
                    new ApiException(
                            ApiException.Kind.UNREACHABLE,
                            0,
                            "cannot connect to " + cluster,
                            cause);
            case HttpTimeoutException _, TimeoutException _ ->
                    new ApiException(
                            ApiException.Kind.TIMEOUT,
                            0,
                            "no answer from " + cluster + " within " + timeout.toSeconds() + " s",
                            cause);
            case SSLException _ ->
                    new ApiException(
                            ApiException.Kind.TLS,
                            0,
                            "no TLS session with " + cluster + ": " + cause.getMessage(),
                            cause);
            case IOException _ ->
                    new ApiException(
                            ApiException.Kind.UNREACHABLE,
                            0,
                            "the connection to " + cluster + " failed: " + cause.getMessage(),
                            cause);
            default -> throw new IllegalStateException("the HTTP client failed", cause);
        };
    }

    private ApiException refused(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        ErrorBody error;
        try {
            // There is none where a proxy refuses a tunnel.
            error = ErrorCodec.read(Objects.requireNonNullElse(response.body(), new byte[0]));
        } catch (ProblemException e) {
            throw notManagementApi(response, e);
        }
        ApiException.Kind kind =
                switch (status) {
                    case 401 -> ApiException.Kind.UNAUTHORIZED;
                    case 403 -> ApiException.Kind.FORBIDDEN;
                    case 404 -> ApiException.Kind.NOT_FOUND;
                    case 409 -> ApiException.Kind.CONFLICT;
                    case 429 -> ApiException.Kind.BUSY;
                    case 503 -> ApiException.Kind.UNAVAILABLE;
                    default -> status >= 500 ? ApiException.Kind.SERVER : ApiException.Kind.INVALID;
                };
        return new ApiException(kind, status, error.message(), null);
    }

    private ApiException notManagementApi(HttpResponse<byte[]> response, Throwable cause) {
        int status = response.statusCode();
        if (OF_GATEWAYS.contains(status)) {
            return new ApiException(
                    ApiException.Kind.SERVER,
                    status,
                    "a proxy or load balancer answers for "
                            + cluster
                            + ", which it does not reach; see whether the cluster runs",
                    cause);
        }
        if (StatusRemark.isOfProxy(status)) {
            return new ApiException(
                    ApiException.Kind.SERVER,
                    status,
                    "a proxy on the way to "
                            + cluster
                            + " answered "
                            + status
                            + StatusRemark.ofProxy(),
                    cause);
        }
        if (TOO_LONG.contains(status)) {
            return new ApiException(
                    ApiException.Kind.INVALID,
                    status,
                    cluster
                            + ", or a proxy before it, did not take the request: a name in it, or"
                            + " the credential, is too long",
                    cause);
        }
        String otherwise =
                status == 400
                        ? ": it is none, or it or a proxy before it refuses a name in the request"
                        : "";
        return new ApiException(
                ApiException.Kind.NOT_MANAGEMENT_API,
                status,
                cluster
                        + " answered "
                        + status
                        + StatusRemark.of(response)
                        + ", but not as a management API does"
                        + otherwise,
                cause);
    }
}
