// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.sluice.api.ErrorBody;
import dev.sluice.api.ErrorCodec;
import dev.sluice.model.Problem;
import java.time.Duration;
import java.util.List;

/// The refusals of the management API: `{"code":<status>,"message":"<sentence>"}` (admin.md 4.2).
/// 401 and 403 never say why.
record ManagementErrors() implements ErrorForm {
    /// There is but one way.
    static final ManagementErrors FORM = new ManagementErrors();

    /// When to come back after a *busy* or *unavailable* that says nothing of it (admin.md 1.6).
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Override
    public HttpResponse problem(Problem problem, String requestId) {
        return switch (problem.kind()) {
            case INVALID -> answer(HttpStatus.BAD_REQUEST, problem.message());
            case UNAUTHENTICATED -> unauthenticated(Challenge.INVALID_TOKEN);
            case FORBIDDEN -> forbidden();
            case NOT_FOUND -> answer(HttpStatus.NOT_FOUND, problem.message());
            case CONFLICT -> answer(HttpStatus.CONFLICT, problem.message());
            case TOO_LARGE -> answer(HttpStatus.REQUEST_ENTITY_TOO_LARGE, problem.message());
            case BUSY, UNAVAILABLE -> unavailable(problem.message(), RETRY_AFTER);
            case OUTCOME_UNKNOWN -> answer(HttpStatus.INTERNAL_SERVER_ERROR, problem.message());
            case INTERNAL ->
                    answer(
                            HttpStatus.INTERNAL_SERVER_ERROR,
                            "internal server error, request id " + requestId);
        };
    }

    @Override
    public HttpResponse unauthenticated(Challenge challenge) {
        return answer(
                ResponseHeaders.builder(HttpStatus.UNAUTHORIZED)
                        .set(HttpHeaderNames.WWW_AUTHENTICATE, challenge.field()),
                HttpStatus.UNAUTHORIZED,
                "unauthorized");
    }

    @Override
    public HttpResponse forbidden() {
        return answer(HttpStatus.FORBIDDEN, "forbidden");
    }

    @Override
    public HttpResponse tooManyRequests(String message, Duration retryAfter) {
        return later(HttpStatus.TOO_MANY_REQUESTS, message, retryAfter);
    }

    @Override
    public HttpResponse unavailable(String message, Duration retryAfter) {
        return later(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter);
    }

    private static HttpResponse later(HttpStatus status, String message, Duration retryAfter) {
        return answer(
                ResponseHeaders.builder(status)
                        .setLong(HttpHeaderNames.RETRY_AFTER, retryAfter.toSeconds()),
                status,
                message);
    }

    @Override
    public HttpResponse noSuchPath() {
        return answer(HttpStatus.NOT_FOUND, "not found");
    }

    @Override
    public HttpResponse methodNotAllowed(List<HttpMethod> allowed) {
        return answer(
                ResponseHeaders.builder(HttpStatus.METHOD_NOT_ALLOWED)
                        .set(HttpHeaderNames.ALLOW, Routes.words(allowed)),
                HttpStatus.METHOD_NOT_ALLOWED,
                "method not allowed");
    }

    /// Answers any status.
    static HttpResponse answer(HttpStatus status, String message) {
        return answer(ResponseHeaders.builder(status), status, message);
    }

    private static HttpResponse answer(
            ResponseHeadersBuilder headers, HttpStatus status, String message) {
        return HttpResponse.of(
                headers.contentType(MediaType.JSON).build(),
                HttpData.wrap(ErrorCodec.write(new ErrorBody(status.code(), message))));
    }
}
