// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An identity provider that does what a test tells it: real HTTP on a free port of the loopback
/// interface, real keys, scripted answers.
///
/// Left alone it approves the first poll. It publishes one RS256 key, `key-1`, a discovery document
/// whose paths are those of a Keycloak realm, and counts who fetched what. It can go down and come
/// back at the same port. Safe for many threads; close it.
public final class StubIdentityProvider implements AutoCloseable {
    /// Where the key set is, below [#issuer].
    public static final String KEYS_PATH = "/protocol/openid-connect/certs";

    /// Where the discovery document is, below [#issuer].
    public static final String DISCOVERY_PATH = "/.well-known/openid-configuration";

    /// Where the device flow starts, below [#issuer].
    public static final String DEVICE_PATH = "/protocol/openid-connect/auth/device";

    /// Where tokens are, below [#issuer].
    public static final String TOKEN_PATH = "/protocol/openid-connect/token";

    /// The user that its tokens name unless told otherwise.
    public static final String SUBJECT = "8f14e45f-ceea-467f-a0e6-8d0c3f6a1b2c";

    private static final String REALM = "/realms/test";
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final @Nullable SSLContext tls;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> requests = new LinkedHashMap<>();
    private final Map<String, Deque<ScriptedAnswer>> scripts = new LinkedHashMap<>();
    private final Map<String, ScriptedAnswer> standing = new LinkedHashMap<>();
    private final Map<String, List<Map<String, String>>> forms = new LinkedHashMap<>();
    private final Set<String> userAgents = new LinkedHashSet<>();
    private final Map<String, Map<String, Object>> published = new LinkedHashMap<>();
    private final int port;
    private @Nullable HttpServer server;
    private SigningPair signer;
    private @Nullable String keysCacheControl;

    private StubIdentityProvider(
            InstantSource clock, SigningPair signer, @Nullable SSLContext tls) {
        this.clock = clock;
        this.tls = tls;
        HttpServer started = listen(0);
        this.server = started;
        this.port = started.getAddress().getPort();
        this.signer = signer;
        publish(signer);
    }

    /// Starts one that lives in real time.
    public static StubIdentityProvider start() {
        return start(InstantSource.system());
    }

    /// Starts one whose tokens are dated by `clock`.
    public static StubIdentityProvider start(InstantSource clock) {
        return start(clock, firstKey());
    }

    /// Starts one that publishes and signs with a key at hand, which saves the time to make one.
    public static StubIdentityProvider start(InstantSource clock, SigningPair signer) {
        return new StubIdentityProvider(clock, signer, null);
    }

    /// Starts one that speaks TLS and lives in real time.
    public static StubIdentityProvider start(TestCertificate certificate) {
        return new StubIdentityProvider(
                InstantSource.system(), firstKey(), certificate.forServer());
    }

    /// The issuer in its tokens and its discovery document.
    public String issuer() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port + REALM;
    }

    /// The address of the key set.
    public URI keysUrl() {
        return url(KEYS_PATH);
    }

    /// The address of the discovery document.
    public URI discoveryUrl() {
        return url(DISCOVERY_PATH);
    }

    /// The device authorization endpoint.
    public URI deviceUrl() {
        return url(DEVICE_PATH);
    }

    /// The token endpoint.
    public URI tokenUrl() {
        return url(TOKEN_PATH);
    }

    /// The address of any path below the issuer.
    public URI url(String path) {
        return URI.create(issuer() + path);
    }

    /// The next answers at a path, one a request; afterwards the usual ones come again.
    public synchronized void script(String path, ScriptedAnswer... answers) {
        scripts.computeIfAbsent(path, _ -> new ArrayDeque<>()).addAll(List.of(answers));
    }

    /// The next answers of the token endpoint.
    public void scriptPolls(ScriptedAnswer... answers) {
        script(TOKEN_PATH, answers);
    }

    /// The answer at a path from now on, after what is scripted.
    public synchronized void answer(String path, ScriptedAnswer answer) {
        standing.put(path, answer);
    }

    /// Goes back to the usual answer at a path.
    public synchronized void answerAsUsual(String path) {
        standing.remove(path);
    }

    /// How many requests a path has had, scripted ones included.
    public synchronized int requests(String path) {
        return requests.getOrDefault(path, 0);
    }

    /// Waits until a path has had a request.
    public synchronized void awaitRequest(String path) throws InterruptedException {
        while (requests(path) == 0) {
            wait();
        }
    }

    /// The forms that were posted to a path, oldest first.
    public synchronized List<Map<String, String>> forms(String path) {
        return List.copyOf(forms.getOrDefault(path, List.of()));
    }

    /// Who asked, as each `User-Agent` had it.
    public synchronized Set<String> userAgents() {
        return Set.copyOf(userAgents);
    }

    private synchronized void remember(@Nullable String userAgent) {
        userAgents.add(String.valueOf(userAgent));
    }

    /// The key that [#accessToken] signs with.
    public synchronized SigningPair signer() {
        return signer;
    }

    /// Makes a new key, publishes it beside the others, and signs with it from now on.
    public SigningPair rotate(String algorithm, String keyId) {
        SigningPair pair = SigningPair.generate(algorithm, keyId);
        synchronized (this) {
            publish(pair);
            signer = pair;
        }
        return pair;
    }

    /// Publishes a key without signing with it.
    public synchronized void publish(SigningPair pair) {
        publish(pair.keyId(), pair.jwk());
    }

    /// Publishes any members as a key, also nonsense.
    public synchronized void publish(String keyId, Map<String, Object> jwk) {
        published.put(keyId, jwk);
    }

    /// Takes a key out of the key set.
    public synchronized void withdraw(String keyId) {
        published.remove(keyId);
    }

    /// Sends this `Cache-Control` with the key set.
    public synchronized void keysCacheControl(String value) {
        keysCacheControl = value;
    }

    /// The draft of an access token as Keycloak makes it, for [#SUBJECT].
    public TokenDraft accessToken() {
        return new TokenDraft()
                .header("typ", "JWT")
                .claim("exp", clock.instant().plus(TOKEN_LIFETIME))
                .claim("iat", clock.instant())
                .claim("iss", issuer())
                .claim("sub", SUBJECT)
                .claim("typ", "Bearer")
                .claim("azp", "influxctl")
                .claim("preferred_username", "ada");
    }

    /// The draft of an ID token as Keycloak makes it, for [#SUBJECT].
    public TokenDraft idToken() {
        return accessToken().claim("typ", "ID").claim("aud", "influxctl").claim("at_hash", "x");
    }

    /// The usual success of the token endpoint, with a refresh token and an ID token.
    public Map<String, Object> tokenAnswer() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("access_token", accessToken().sign(signer()));
        members.put("token_type", "Bearer");
        members.put("expires_in", TOKEN_LIFETIME.toSeconds());
        members.put("refresh_token", "refresh-" + requests(TOKEN_PATH));
        members.put("id_token", idToken().sign(signer()));
        return members;
    }

    /// The usual success of the device authorization endpoint.
    public Map<String, Object> deviceAnswer() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("device_code", "device-code-of-the-stub");
        members.put("user_code", "AYFB-PZIO");
        members.put("verification_uri", issuer() + "/device");
        members.put("verification_uri_complete", issuer() + "/device?user_code=AYFB-PZIO");
        members.put("expires_in", 600);
        members.put("interval", 5);
        return members;
    }

    /// Stops listening: connections are refused from now on.
    public synchronized void goDown() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /// Listens again at the same port.
    public synchronized void comeBack() {
        if (server == null) {
            server = listen(port);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        goDown();
        handlers.shutdownNow();
        handlers.close();
    }

    private static SigningPair firstKey() {
        return SigningPair.generate("RS256", "key-1");
    }

    private HttpServer listen(int wantedPort) {
        try {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), wantedPort);
            HttpServer created = tls == null ? HttpServer.create(address, 0) : secure(address, tls);
            created.setExecutor(handlers);
            created.createContext("/", this::handle);
            created.start();
            return created;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static HttpServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            remember(exchange.getRequestHeaders().getFirst("User-Agent"));
            String below = path.startsWith(REALM) ? path.substring(REALM.length()) : path;
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            switch (next(below, body)) {
                case ScriptedAnswer.Reply reply -> send(exchange, below, reply);
                case ScriptedAnswer.Redirect(int status, String location) -> {
                    exchange.getResponseHeaders().set("Location", location);
                    exchange.sendResponseHeaders(status, -1);
                }
                case ScriptedAnswer.Cut _ -> {}
                case ScriptedAnswer.Silence _ -> closing.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, String path, ScriptedAnswer.Reply reply)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        String cacheControl = cacheControl(path);
        if (cacheControl != null) {
            exchange.getResponseHeaders().set("Cache-Control", cacheControl);
        }
        byte[] bytes = reply.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private synchronized @Nullable String cacheControl(String path) {
        return path.equals(KEYS_PATH) ? keysCacheControl : null;
    }

    private synchronized ScriptedAnswer next(String path, String body) {
        requests.merge(path, 1, Integer::sum);
        notifyAll();
        forms.computeIfAbsent(path, _ -> new ArrayList<>()).add(fields(body));
        Deque<ScriptedAnswer> script = scripts.get(path);
        if (script != null && !script.isEmpty()) {
            return script.removeFirst();
        }
        ScriptedAnswer fixed = standing.get(path);
        return fixed == null ? usual(path) : fixed;
    }

    private ScriptedAnswer usual(String path) {
        return switch (path) {
            case KEYS_PATH -> ScriptedAnswer.json(200, Map.of("keys", keys()));
            case DISCOVERY_PATH -> ScriptedAnswer.json(200, discovery());
            case DEVICE_PATH -> ScriptedAnswer.json(200, deviceAnswer());
            case TOKEN_PATH -> ScriptedAnswer.json(200, tokenAnswer());
            default -> new ScriptedAnswer.Reply(404, "text/html", "<html>not found</html>");
        };
    }

    private Collection<Map<String, Object>> keys() {
        return List.copyOf(published.values());
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", issuer(),
                "jwks_uri", keysUrl().toString(),
                "device_authorization_endpoint", deviceUrl().toString(),
                "token_endpoint", tokenUrl().toString());
    }

    private static Map<String, String> fields(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : body.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        URLDecoder.decode(field.substring(0, equals), UTF_8),
                        URLDecoder.decode(field.substring(equals + 1), UTF_8));
            }
        }
        return fields;
    }
}
