// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A server that keeps the documented rules of Google Cloud Storage's JSON API for what is asked of
/// it here: conditions on generations, checksums, pages of lists, and access tokens, which it gives
/// for what the account's key has signed, and as the metadata server of a machine.
///
/// Google has no emulator of it. Safe for many threads; close it.
public final class GoogleServer implements BucketServer {
    /// The service account whose key [#key] is, and that of the machine.
    public static final String ACCOUNT = "sluice@plant.iam.gserviceaccount.com";

    private static final String OBJECTS = "/storage/v1/b/";
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// What is signed for, wherever it is sent.
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

    private static final int LISTED_MAX = 1000;

    /// An object.
    ///
    /// @param content each byte a character
    /// @param told what the request said of it
    private record Item(long generation, Instant made, String content, Map<String, Object> told) {}

    private final InstantSource clock = InstantSource.system();
    private final int port;
    private final @Nullable TestCertificate certificate;
    private final SigningPair pair = SigningPair.generate("RS256", "key-1");
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, NavigableMap<String, Item>> buckets = new HashMap<>();
    private final Set<String> tokens = new HashSet<>();
    private @Nullable HttpServer server;
    private long lastGeneration = 1_700_000_000_000_000L;
    private int listedAtOnceMax = LISTED_MAX;
    private int failures;
    private int failureStatus;
    private int damaged;
    private int tokensGiven;

    private GoogleServer(int port, @Nullable TestCertificate certificate) {
        this.port = port;
        this.certificate = certificate;
    }

    /// Starts one without buckets.
    public static GoogleServer start() throws IOException {
        return start((TestCertificate) null);
    }

    /// The same, speaking TLS and nothing else where there is a certificate.
    public static GoogleServer start(@Nullable TestCertificate certificate) throws IOException {
        GoogleServer server = new GoogleServer(FreePorts.next(), certificate);
        server.restart();
        return server;
    }

    @Override
    public synchronized void restart() throws IOException {
        InetSocketAddress door = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer started;
        if (certificate == null) {
            started = HttpServer.create(door, 0);
        } else {
            HttpsServer secured = HttpsServer.create(door, 0);
            secured.setHttpsConfigurator(new HttpsConfigurator(certificate.forServer()));
            started = secured;
        }
        started.createContext("/", this::serve);
        started.setExecutor(handlers);
        started.start();
        server = started;
    }

    /// Ends its connections and takes no more.
    @Override
    public synchronized void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
        handlers.shutdownNow();
    }

    @Override
    public URI endpoint() {
        return URI.create((certificate == null ? "http" : "https") + "://127.0.0.1:" + port);
    }

    /// The JSON file of the account's key.
    public String key() {
        return key(pair);
    }

    /// The same with a key that is not the account's.
    public String wrongKey() {
        return key(SigningPair.generate("RS256", pair.keyId()));
    }

    private String key(SigningPair signer) {
        return JSONObjectUtils.toJSONString(
                Map.of(
                        "type",
                        "service_account",
                        "project_id",
                        "plant",
                        "client_id",
                        "1234567890",
                        "client_email",
                        ACCOUNT,
                        "private_key_id",
                        signer.keyId(),
                        "private_key",
                        signer.privateKeyPem(),
                        "token_uri",
                        endpoint() + "/token"));
    }

    /// They have no key.
    @Override
    public List<String> settings(String bucket) {
        return List.of("objectStore:", "  bucket: " + bucket, "  google: {}");
    }

    @Override
    public synchronized void createBucket(String name) {
        buckets.computeIfAbsent(name, _ -> new TreeMap<>());
    }

    /// Removes an object.
    public synchronized void deleteObject(String bucket, String name) {
        bucket(bucket).remove(name);
    }

    @Override
    public synchronized List<String> objects(String bucket) {
        return List.copyOf(bucket(bucket).keySet());
    }

    private NavigableMap<String, Item> bucket(String name) {
        return Objects.requireNonNull(buckets.get(name), name);
    }

    /// Lists fewer objects at once, as the real one may.
    public synchronized void listAtOnce(int max) {
        listedAtOnceMax = max;
    }

    /// Answers the next requests for objects with a failure.
    public synchronized void fail(int status, int times) {
        failureStatus = status;
        failures = times;
    }

    /// Sends the next contents with one bit turned.
    public synchronized void damage(int times) {
        damaged = times;
    }

    /// Takes no token any more that it gave so far.
    public synchronized void forgetTokens() {
        tokens.clear();
    }

    /// How many tokens it gave.
    public synchronized int tokensGiven() {
        return tokensGiven;
    }

    /// @param body each byte a character
    private record Answer(int status, String type, String body, Map<String, String> headers) {
        static Answer json(int status, Map<String, ?> body) {
            return new Answer(
                    status,
                    "application/json; charset=UTF-8",
                    new String(JSONObjectUtils.toJSONString(body).getBytes(UTF_8), ISO_8859_1),
                    Map.of());
        }

        static Answer refusal(int status, String reason, String message) {
            return json(
                    status,
                    Map.of(
                            "error",
                            Map.of(
                                    "code",
                                    status,
                                    "message",
                                    message,
                                    "errors",
                                    List.of(Map.of("reason", reason, "message", message)))));
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, body);
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", answer.type);
            byte[] content = answer.body.getBytes(ISO_8859_1);
            exchange.sendResponseHeaders(answer.status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        } catch (ParseException e) {
            throw new IOException(e);
        }
    }

    private synchronized Answer answer(HttpExchange exchange, byte[] body) throws ParseException {
        String path = exchange.getRequestURI().getRawPath();
        if (path.equals("/token")) {
            return token(parameters(new String(body, UTF_8)));
        }
        if (path.startsWith("/computeMetadata/")) {
            return "Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor"))
                    ? tokenGiven()
                    : Answer.json(403, Map.of());
        }
        if (failures > 0) {
            failures--;
            return Answer.refusal(failureStatus, "backendError", "try again later");
        }
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        if (bearer == null || !tokens.contains(bearer.replaceFirst("^Bearer ", ""))) {
            return Answer.refusal(401, "authError", "Invalid Credentials");
        }
        int start = path.indexOf(OBJECTS) + OBJECTS.length();
        String[] names = path.substring(start).split("/o/?", 2);
        NavigableMap<String, Item> objects = buckets.get(names[0]);
        if (objects == null) {
            return Answer.refusal(404, "notFound", "The specified bucket does not exist.");
        }
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        String name = URLDecoder.decode(names[1], UTF_8);
        return switch (exchange.getRequestMethod()) {
            case "POST" ->
                    insert(
                            objects,
                            query,
                            exchange.getRequestHeaders().getFirst("Content-Type"),
                            new String(body, ISO_8859_1));
            case "DELETE" ->
                    objects.remove(name) == null
                            ? missing(names[0], name)
                            : new Answer(204, "text/plain", "", Map.of());
            default ->
                    name.isEmpty()
                            ? list(objects, query)
                            : get(objects.get(name), names[0], name, query);
        };
    }

    private Answer token(Map<String, String> form) throws ParseException {
        SignedJWT assertion = SignedJWT.parse(form.getOrDefault("assertion", ""));
        JWTClaimsSet claims = assertion.getJWTClaimsSet();
        Instant now = clock.instant();
        if (!GRANT.equals(form.get("grant_type")) || !isSigned(assertion)) {
            return refusedToken("Invalid JWT Signature.");
        }
        if (!ACCOUNT.equals(claims.getIssuer())
                || !claims.getAudience().contains(AUDIENCE)
                || !SCOPE.equals(claims.getStringClaim("scope"))
                || claims.getExpirationTime().toInstant().isBefore(now)) {
            return refusedToken("Invalid claims.");
        }
        return tokenGiven();
    }

    private static Answer refusedToken(String why) {
        return Answer.json(400, Map.of("error", "invalid_grant", "error_description", why));
    }

    private boolean isSigned(SignedJWT assertion) throws ParseException {
        try {
            return JWSAlgorithm.RS256.equals(assertion.getHeader().getAlgorithm())
                    && assertion.verify(new RSASSAVerifier(RSAKey.parse(pair.jwk())));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer tokenGiven() {
        String token = "ya29." + UUID.randomUUID();
        tokens.add(token);
        tokensGiven++;
        return Answer.json(
                200, Map.of("access_token", token, "expires_in", 3600, "token_type", "Bearer"));
    }

    /// A request of two parts: what is told of the object, and its content.
    private Answer insert(
            NavigableMap<String, Item> objects, Map<String, String> query, String type, String body)
            throws ParseException {
        String boundary = type.replaceFirst(".*boundary=\"?([^\";]+).*", "--$1");
        String[] parts = body.split("(^|\r\n)" + Pattern.quote(boundary), -1);
        if (!"multipart".equals(query.get("uploadType")) || parts.length != 4) {
            return Answer.refusal(400, "badRequest", "not an upload of two parts");
        }
        Map<String, Object> told = JSONObjectUtils.parse(content(parts[1]));
        String content = content(parts[2]);
        String name = query.getOrDefault("name", String.valueOf(told.get("name")));
        Object checksum = told.get("crc32c");
        if (checksum != null && !checksum.equals(crc32c(content))) {
            return Answer.refusal(
                    400, "invalid", "Provided CRC32C does not match calculated CRC32C.");
        }
        Item there = objects.get(name);
        String condition = query.get("ifGenerationMatch");
        long generation = there == null ? 0 : there.generation;
        if (condition != null && Long.parseLong(condition) != generation) {
            return Answer.refusal(
                    412,
                    "conditionNotMet",
                    "At least one of the pre-conditions you specified did not hold.");
        }
        Item made = new Item(++lastGeneration, clock.instant(), content, told);
        objects.put(name, made);
        return Answer.json(200, resource(name, made));
    }

    private static String content(String part) {
        return part.substring(part.indexOf("\r\n\r\n") + 4);
    }

    private Answer get(@Nullable Item item, String bucket, String name, Map<String, String> query) {
        if (item == null) {
            return missing(bucket, name);
        }
        if (!"media".equals(query.get("alt"))) {
            return Answer.json(200, resource(name, item));
        }
        String content = item.content;
        if (damaged > 0 && !content.isEmpty()) {
            damaged--;
            content = (char) (content.charAt(0) ^ 1) + content.substring(1);
        }
        return new Answer(
                200,
                "application/octet-stream",
                content,
                Map.of("x-goog-hash", "crc32c=" + crc32c(item.content)));
    }

    private static Answer missing(String bucket, String name) {
        return Answer.refusal(404, "notFound", "No such object: " + bucket + "/" + name);
    }

    private Answer list(NavigableMap<String, Item> objects, Map<String, String> query) {
        int max =
                Math.min(
                        listedAtOnceMax,
                        Integer.parseInt(query.getOrDefault("maxResults", "1000")));
        String after = query.getOrDefault("pageToken", "");
        List<Map<String, Object>> found =
                objects.tailMap(after, false).entrySet().stream()
                        .filter(object ->
                                object.getKey().startsWith(query.getOrDefault("prefix", "")))
                        .limit(max + 1L)
                        .map(object -> resource(object.getKey(), object.getValue()))
                        .toList();
        Map<String, Object> page = new LinkedHashMap<>();
        // As the real one, which leaves out what is empty.
        if (!found.isEmpty()) {
            page.put("items", found.subList(0, Math.min(max, found.size())));
        }
        if (found.size() > max) {
            page.put("nextPageToken", found.get(max - 1).get("name"));
        }
        return Answer.json(200, page);
    }

    private static Map<String, Object> resource(String name, Item item) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("name", name);
        resource.put("generation", String.valueOf(item.generation));
        resource.put("size", String.valueOf(item.content.length()));
        resource.put("crc32c", crc32c(item.content));
        resource.put("timeCreated", item.made.toString());
        if (item.told.get("metadata") != null) {
            resource.put("metadata", item.told.get("metadata"));
        }
        return resource;
    }

    private static String crc32c(String content) {
        CRC32C sum = new CRC32C();
        sum.update(content.getBytes(ISO_8859_1));
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    private static Map<String, String> parameters(@Nullable String text) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : (text == null ? "" : text).split("&", -1)) {
            String[] halves = pair.split("=", 2);
            parameters.put(
                    URLDecoder.decode(halves[0], UTF_8),
                    URLDecoder.decode(halves.length > 1 ? halves[1] : "", UTF_8));
        }
        return parameters;
    }
}
