// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.multipart.AggregatedBodyPart;
import com.linecorp.armeria.common.multipart.Multipart;
import com.linecorp.armeria.common.stream.StreamMessage;
import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The parameters of `/query` where they stand: in the URL, and in the body, which goes first
/// (data.md 3.1).
///
/// @param url those of the URL
/// @param body those of the body
record QueryFields(QueryParams url, Map<String, String> body) {
    /// A statement of the longest length, each of its bytes written as three.
    private static final int BODY_BYTES_MAX = 4 * 1024 * 1024;

    private static final String TEXT = "q";

    QueryFields {
        body = Map.copyOf(body);
    }

    /// Reads what a request has.
    ///
    /// @throws ProblemException *invalid* for a body of another kind, or a GET without a query;
    ///   *too large* for a body
    static QueryFields of(Call call) throws InterruptedException {
        String query = call.query();
        boolean none = query == null || query.isEmpty();
        if (call.method() == HttpMethod.GET) {
            if (none) {
                throw invalid("missing query parameters 'db' and 'q'");
            }
            return new QueryFields(QueryParams.fromQueryString(query), Map.of());
        }
        QueryParams url = none ? QueryParams.of() : QueryParams.fromQueryString(query);
        return new QueryFields(url, body(call, url.contains(TEXT)));
    }

    /// A parameter, or the empty text.
    String find(String name) {
        String inBody = body.get(name);
        return inBody == null ? url.get(name, "") : inBody;
    }

    private static Map<String, String> body(Call call, boolean textInUrl)
            throws InterruptedException {
        String type = call.header("content-type");
        MediaType media = type.isEmpty() ? null : mediaType(type);
        String name = media == null ? "" : media.nameWithoutParameters();
        return switch (name) {
            case "application/x-www-form-urlencoded" -> form(read(call));
            case "multipart/form-data" -> multipart(boundary(media, type), read(call));
            case "", "application/vnd.influxql" ->
                    textInUrl ? Map.of() : Map.of(TEXT, new String(read(call), UTF_8));
            default -> nothing(read(call), type);
        };
    }

    /// Clients of version 1 name a type, whichever it is, also where all is in the URL.
    private static Map<String, String> nothing(byte[] bytes, String type) {
        if (bytes.length > 0) {
            throw invalidType(type);
        }
        return Map.of();
    }

    private static byte[] read(Call call) throws InterruptedException {
        try (Body received = call.bodyOfStranger(BODY_BYTES_MAX)) {
            return Arrays.copyOf(received.array(), received.size());
        }
    }

    private static Map<String, String> form(byte[] bytes) {
        QueryParams fields = QueryParams.fromQueryString(new String(bytes, UTF_8));
        Map<String, String> values = new HashMap<>();
        fields.forEach((name, value) -> values.putIfAbsent(name, value));
        return values;
    }

    private static Map<String, String> multipart(String boundary, byte[] bytes) {
        Map<String, String> values = new HashMap<>();
        try {
            for (AggregatedBodyPart part :
                    Multipart.from(boundary, StreamMessage.of(HttpData.wrap(bytes)))
                            .aggregate()
                            .join()
                            .bodyParts()) {
                if (part.name() != null) {
                    values.putIfAbsent(part.name(), part.contentUtf8());
                }
            }
        } catch (CompletionException malformed) {
            throw new ProblemException(problem("the parts of the body cannot be read"), malformed);
        }
        return values;
    }

    private static String boundary(@Nullable MediaType media, String type) {
        List<String> named =
                media == null ? List.of() : media.parameters().getOrDefault("boundary", List.of());
        if (named.isEmpty()) {
            throw invalidType(type);
        }
        return named.getFirst();
    }

    private static MediaType mediaType(String type) {
        try {
            return MediaType.parse(type);
        } catch (IllegalArgumentException unreadable) {
            throw new ProblemException(problem("invalid mime type (" + type + ")"), unreadable);
        }
    }

    private static ProblemException invalidType(String type) {
        return invalid("invalid mime type (" + type + ")");
    }

    private static ProblemException invalid(String message) {
        return problem(message).asException();
    }

    private static Problem problem(String message) {
        return Problem.invalid("invalid_query_parameters", message);
    }
}
