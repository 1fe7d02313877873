// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.sluice.auth.Decision;
import dev.sluice.model.Problem;
import java.time.Duration;
import tools.jackson.core.JsonGenerator;

/// The refusals of the data paths: `{"code":"<words>","message":"<sentence>"}` (data.md 2.6).
///
/// @param coded whether the body has those two members
/// @param legacy whether old clients look for the sentence in `X-Influxdb-Error` and in the member
///   `error` (data.md 2.11, 8.4)
record DataErrors(boolean coded, boolean legacy) implements ErrorForm {
    /// Everywhere but on the paths of version 1.
    static final DataErrors CURRENT = new DataErrors(true, false);

    /// On the paths of version 1.
    static final DataErrors LEGACY = new DataErrors(true, true);

    /// On the path of its queries: `{"error":"<sentence>"}` (data.md 3.3).
    static final DataErrors QUERY = new DataErrors(false, true);

    /// When to come back after a *busy* or *unavailable* that says nothing of it.
    static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /// A header field holds no more of the message than this.
    private static final int HEADER_CHARACTERS_MAX = 256;

    @Override
    public HttpResponse problem(Problem problem, String requestId) {
        return switch (problem.kind()) {
            case INVALID -> answer(HttpStatus.BAD_REQUEST, problem.message());
            case UNAUTHENTICATED -> unauthenticated(Challenge.BARE);
            case FORBIDDEN -> forbidden();
            case NOT_FOUND -> answer(HttpStatus.NOT_FOUND, problem.message());
            case CONFLICT -> answer(HttpStatus.CONFLICT, problem.message());
            case TOO_LARGE -> answer(HttpStatus.REQUEST_ENTITY_TOO_LARGE, problem.message());
            // Points are idempotent, so a client may send again what perhaps arrived already.
            case BUSY, UNAVAILABLE, OUTCOME_UNKNOWN ->
                    unavailable(problem.message(), problem.retryAfter().orElse(RETRY_AFTER));
            case INTERNAL -> answer(HttpStatus.INTERNAL_SERVER_ERROR, internal(requestId));
        };
    }

    /// The sentence for a mistake of the server.
    static String internal(String requestId) {
        return "internal error, see the server's log for request id " + requestId;
    }

    /// The answer to whom the gate did not let in.
    ///
    /// @param decision any but to let in
    HttpResponse refused(Call call, Decision<?> decision) {
        return switch (decision) {
            case Decision.Allowed<?> _ -> throw new IllegalArgumentException("let in");
            case Decision.Unauthenticated<?>(_, boolean credentialSent) ->
                    unauthenticated(Challenge.of(call, credentialSent));
            case Decision.Forbidden<?> _ -> forbidden();
            case Decision.Slowed<?> slowed ->
                    tooManyRequests(slowed.message(), slowed.retryAfter());
            case Decision.Unavailable<?>(_, var message, var retryAfter) ->
                    unavailable(message, retryAfter);
        };
    }

    @Override
    public HttpResponse unauthenticated(Challenge challenge) {
        return unauthenticated(
                challenge,
                "no usable credentials: send a database token as Authorization: Bearer TOKEN");
    }

    @Override
    public HttpResponse forbidden() {
        return answer(
                HttpStatus.FORBIDDEN,
                "the token is unknown, has ended, or does not permit this on the database");
    }

    @Override
    public AggregatedHttpResponse whole(
            ResponseHeadersBuilder headers, HttpStatus status, String message) {
        return Json.whole(
                told(headers, message),
                json -> {
                    if (coded) {
                        json.writeStringProperty("code", code(status));
                    }
                    writeMessage(json, message);
                });
    }

    /// The body of a write of which some lines were refused.
    ///
    /// @param line number of the first of them
    HttpResponse rejectedLines(int line, String message) {
        return Json.answer(
                told(ResponseHeaders.builder(HttpStatus.BAD_REQUEST), message),
                json -> {
                    json.writeStringProperty("code", code(HttpStatus.BAD_REQUEST))
                            .writeNumberProperty("line", line);
                    writeMessage(json, message);
                });
    }

    private void writeMessage(JsonGenerator json, String message) {
        if (coded) {
            json.writeStringProperty("message", message);
        }
        if (legacy) {
            json.writeStringProperty("error", message);
        }
    }

    private ResponseHeadersBuilder told(ResponseHeadersBuilder headers, String message) {
        return legacy ? headers.set("x-influxdb-error", headerText(message)) : headers;
    }

    private static String headerText(String message) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(message.length(), HEADER_CHARACTERS_MAX); i++) {
            char c = message.charAt(i);
            text.append(c >= ' ' && c <= '~' ? c : ' ');
        }
        return text.toString().strip();
    }

    private static String code(HttpStatus status) {
        return switch (status.code()) {
            case 400 -> "invalid";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not found";
            case 405 -> "method not allowed";
            case 409 -> "conflict";
            case 413 -> "request too large";
            case 415 -> "unsupported media type";
            case 422 -> "unprocessable entity";
            case 429 -> "too many requests";
            case 503 -> "unavailable";
            default -> status.isClientError() ? "invalid" : "internal error";
        };
    }
}
