// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The API server in memory, with server-side apply and rights, which the library's lacks. Kinds of
/// others' are unknown until they are defined.
///
/// An applied object is laid over the one that is there: maps are merged, lists replaced, and what
/// the manager had applied before and does not any more is dropped. Where nothing would change, the
/// object is answered as it is, with its version. As on a real server, a Job's template, which pods
/// are those of a Deployment or StatefulSet, and the latter's claims cannot change.
final class ApplyDispatcher extends KubernetesCrudDispatcher {
    private static final String APPLY = "application/apply-patch+yaml";
    private static final Map<String, List<String>> IMMUTABLE =
            Map.of(
                    "Deployment",
                    List.of("/spec/selector"),
                    "Job",
                    List.of("/spec/template"),
                    "StatefulSet",
                    List.of("/spec/selector", "/spec/serviceName", "/spec/volumeClaimTemplates"));

    /// A status of HTTP that the JDK has no name for.
    private static final int UNPROCESSABLE = 422;

    private static final Pattern GROUP = Pattern.compile("/apis/([^/]+)/[^/]+/namespaces/.*");

    /// What a server knows without a definition.
    private static final Set<String> BUILT_IN =
            Set.of("apps", "batch", "policy", "networking.k8s.io", "rbac.authorization.k8s.io");

    private final Map<String, JsonNode> applied = new HashMap<>();
    private final Map<String, Rights> rights = new ConcurrentHashMap<>();
    private final Set<String> groups = ConcurrentHashMap.newKeySet();

    /// Lets who presents a token do what these rights allow, and no more.
    void limit(String token, Rights allowed) {
        rights.put("Bearer " + token, allowed);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getPath();
        Rights allowed =
                rights.get(Objects.requireNonNullElse(request.getHeader("Authorization"), ""));
        if (allowed != null && !allowed.allow(request.getMethod(), path)) {
            return refusal(
                    HttpURLConnection.HTTP_FORBIDDEN,
                    "forbidden: cannot " + request.getMethod() + " " + path);
        }
        Matcher group = GROUP.matcher(path);
        if (group.matches()
                && !BUILT_IN.contains(group.group(1))
                && !groups.contains(group.group(1))) {
            return new MockResponse()
                    .setResponseCode(HttpURLConnection.HTTP_NOT_FOUND)
                    .setBody("404 page not found\n");
        }
        return super.dispatch(request);
    }

    @Override
    public synchronized MockResponse handlePatch(RecordedRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.startsWith(APPLY) ? apply(request) : super.handlePatch(request);
    }

    @Override
    public synchronized MockResponse handleCreate(RecordedRequest request) {
        return super.handleCreate(request);
    }

    @Override
    public synchronized MockResponse handleUpdate(RecordedRequest request) {
        return super.handleUpdate(request);
    }

    @Override
    public synchronized MockResponse handleDelete(String path) {
        applied.remove(path);
        return super.handleDelete(path);
    }

    private MockResponse apply(RecordedRequest request) {
        String path = request.getPath().replaceFirst("\\?.*", "");
        ObjectNode wanted = tree(request.getBody().readUtf8());
        MockResponse found = handleGet(path);
        if (found.code() == HttpURLConnection.HTTP_NOT_FOUND) {
            applied.put(path, wanted);
            String collection = path.substring(0, path.lastIndexOf('/'));
            return handleCreate(request(HttpMethod.POST, collection, established(wanted)));
        }
        String body = found.getBody().readUtf8();
        ObjectNode existing = tree(body);
        ObjectNode merged = existing.deepCopy();
        JsonNode last = applied.get(path);
        if (last instanceof ObjectNode before) {
            drop(merged, before, wanted);
        }
        lay(wanted, merged);
        for (String fixed : IMMUTABLE.getOrDefault(wanted.path("kind").asText(), List.of())) {
            if (!existing.at(fixed).equals(merged.at(fixed))) {
                String name = wanted.at("/metadata/name").asText();
                return refusal(UNPROCESSABLE, name + ": " + fixed + ": field is immutable");
            }
        }
        applied.put(path, wanted);
        return merged.equals(existing)
                ? new MockResponse().setResponseCode(HttpURLConnection.HTTP_OK).setBody(body)
                : handleUpdate(request(HttpMethod.PUT, path, merged));
    }

    /// A definition of resources says that it is served; other objects stay as they are.
    private ObjectNode established(ObjectNode created) {
        if (!created.path("kind").asText().equals("CustomResourceDefinition")) {
            return created;
        }
        groups.add(created.at("/spec/group").asText());
        ObjectNode definition = created.deepCopy();
        definition
                .putObject("status")
                .putArray("conditions")
                .addObject()
                .put("type", "Established")
                .put("status", "True");
        return definition;
    }

    /// A request of our own to the library's dispatcher.
    private static RecordedRequest request(HttpMethod method, String path, JsonNode body) {
        return new RecordedRequest(
                "HTTP/1.1",
                method,
                path,
                Headers.builder().add("Content-Type", "application/json").build(),
                new Buffer(body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static MockResponse refusal(int code, String message) {
        return new MockResponse()
                .setResponseCode(code)
                .setBody(
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":"
                                + code
                                + ",\"message\":\""
                                + message
                                + "\"}");
    }

    private static ObjectNode tree(String json) {
        return Serialization.unmarshal(json, ObjectNode.class);
    }

    private static void drop(ObjectNode from, ObjectNode before, ObjectNode wanted) {
        before.properties()
                .forEach(member -> {
                    JsonNode now = wanted.get(member.getKey());
                    if (now == null) {
                        from.remove(member.getKey());
                    } else if (member.getValue() instanceof ObjectNode inner
                            && now instanceof ObjectNode next
                            && from.get(member.getKey()) instanceof ObjectNode there) {
                        drop(there, inner, next);
                    }
                });
    }

    private static void lay(ObjectNode over, ObjectNode under) {
        over.properties()
                .forEach(member -> {
                    if (member.getValue() instanceof ObjectNode inner
                            && under.get(member.getKey()) instanceof ObjectNode below) {
                        lay(inner, below);
                    } else {
                        under.set(member.getKey(), member.getValue());
                    }
                });
    }
}
