// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.influxctl.write;

import dev.sluice.model.Problem;
import dev.sluice.model.StatusRemark;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads the cluster's refusal of a batch (data.md 2.6) and says what it means for the whole input.
final class WriteRefusal {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern LINE = Pattern.compile("\\bline ([0-9]{1,9}) \\(1-based\\)");

    private WriteRefusal() {}

    static Problem explain(LineBatch batch, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        return new Problem(kind(status), "write_failed", sentence(batch, status, response));
    }

    /// What is written already when `batch` fails; nothing to say for the first one.
    static String before(LineBatch batch) {
        return switch ((int) Math.min(batch.firstLine(), 3)) {
            case 1 -> "";
            case 2 -> "; line 1 was written before";
            default -> "; lines 1 to " + (batch.firstLine() - 1) + " were written before";
        };
    }

    private static String sentence(LineBatch batch, int status, HttpResponse<byte[]> response) {
        String failed = "write failed: ";
        return switch (status) {
            case 401 -> failed + "unauthorized: the cluster wants a database token" + before(batch);
            case 403 ->
                    failed
                            + "forbidden: the token may not write to this database, or does not exist"
                            + " (any more); see influxctl token list"
                            + before(batch);
            default ->
                    failed
                            + status
                            + StatusRemark.of(response)
                            + before(batch)
                            + ": "
                            + counted(message(body(response)), batch.firstLine() - 1);
        };
    }

    private static byte[] body(HttpResponse<byte[]> response) {
        // There is none where a proxy refuses a tunnel.
        return Objects.requireNonNullElse(response.body(), new byte[0]);
    }

    /// The cluster counts lines from the batch's beginning, the user from the input's.
    private static String counted(@Nullable String said, long linesBefore) {
        if (said == null) {
            return "the answer is not a cluster's; check host and port";
        }
        return LINE.matcher(said).replaceAll(found -> shifted(found, linesBefore));
    }

    private static String shifted(MatchResult found, long linesBefore) {
        return "line " + (Long.parseLong(found.group(1)) + linesBefore) + " (1-based)";
    }

    private static Problem.Kind kind(int status) {
        return switch (status) {
            case 401 -> Problem.Kind.UNAUTHENTICATED;
            case 403 -> Problem.Kind.FORBIDDEN;
            case 404 -> Problem.Kind.NOT_FOUND;
            case 413 -> Problem.Kind.TOO_LARGE;
            case 429 -> Problem.Kind.BUSY;
            default -> status >= 500 ? Problem.Kind.UNAVAILABLE : Problem.Kind.INVALID;
        };
    }

    /// The member `message`, null when the body is no error body.
    private static @Nullable String message(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = json.currentName().equals("message");
                if (json.nextToken() == JsonToken.VALUE_STRING && wanted) {
                    return json.getString();
                }
                json.skipChildren();
            }
            return null;
        } catch (JacksonException _) {
            return null;
        }
    }
}
