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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The API server in memory, with server-side apply, which the library's lacks.
///
/// An applied object is laid over the one that is there: maps are merged, lists replaced, and what
/// the manager had applied before and does not any more is dropped. Where nothing would change, the
/// object is answered as it is, with its version. As on a real server, a Job's template and the
/// claims of a StatefulSet cannot change.
final class ApplyDispatcher extends KubernetesCrudDispatcher {
    private static final String APPLY = "application/apply-patch+yaml";
    private static final Map<String, String> IMMUTABLE =
            Map.of("Job", "/spec/template", "StatefulSet", "/spec/volumeClaimTemplates");

    private final Map<String, JsonNode> applied = new HashMap<>();
    private @Nullable String refusedName;

    /// Whatever is applied to an object of this name is refused from now on; null for nothing.
    synchronized void refuse(@Nullable String name) {
        refusedName = name;
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
        String name = wanted.at("/metadata/name").asText();
        if (name.equals(refusedName)) {
            return refusal(HttpURLConnection.HTTP_FORBIDDEN, name + " is forbidden");
        }
        MockResponse found = handleGet(path);
        if (found.code() == HttpURLConnection.HTTP_NOT_FOUND) {
            applied.put(path, wanted);
            String collection = path.substring(0, path.lastIndexOf('/'));
            return handleCreate(request(HttpMethod.POST, collection, wanted));
        }
        String body = found.getBody().readUtf8();
        ObjectNode existing = tree(body);
        ObjectNode merged = existing.deepCopy();
        JsonNode last = applied.get(path);
        if (last instanceof ObjectNode before) {
            drop(merged, before, wanted);
        }
        lay(wanted, merged);
        String fixed = IMMUTABLE.get(wanted.path("kind").asText());
        if (fixed != null && !existing.at(fixed).equals(merged.at(fixed))) {
            return refusal(422, name + ": " + fixed + ": field is immutable");
        }
        applied.put(path, wanted);
        return merged.equals(existing)
                ? new MockResponse().setResponseCode(HttpURLConnection.HTTP_OK).setBody(body)
                : handleUpdate(request(HttpMethod.PUT, path, merged));
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
