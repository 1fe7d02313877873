// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.sluice.model.Problem;
import java.time.Duration;
import java.util.List;

/// How a family of paths says no. Which status and which header fields belong to a refusal is
/// HTTP's and said here; the body, always JSON, and some sentences are the family's own.
sealed interface ErrorForm permits DataErrors, ManagementErrors {

    /// What to answer to a problem. An *internal* one shows the request id and nothing else.
    HttpResponse problem(Problem problem, String requestId);

    /// Answers 401.
    HttpResponse unauthenticated(Challenge challenge);

    /// Answers 403, without the reason.
    HttpResponse forbidden();

    /// Answers with the family's body.
    ///
    /// @param headers what the answer has beside it, its status included
    /// @return the answer as a whole, for which nobody has to wait: the network's threads give some
    AggregatedHttpResponse whole(ResponseHeadersBuilder headers, HttpStatus status, String message);

    /// The same as it is written.
    default HttpResponse answer(ResponseHeadersBuilder headers, HttpStatus status, String message) {
        return whole(headers, status, message).toHttpResponse();
    }

    /// Answers any status.
    default HttpResponse answer(HttpStatus status, String message) {
        return answer(ResponseHeaders.builder(status), status, message);
    }

    /// Answers 401 with the field that belongs to it.
    default HttpResponse unauthenticated(Challenge challenge, String message) {
        HttpStatus status = HttpStatus.UNAUTHORIZED;
        return answer(
                ResponseHeaders.builder(status)
                        .set(HttpHeaderNames.WWW_AUTHENTICATE, challenge.field()),
                status,
                message);
    }

    /// Answers 429.
    default HttpResponse tooManyRequests(String message, Duration retryAfter) {
        return later(HttpStatus.TOO_MANY_REQUESTS, message, retryAfter);
    }

    /// Answers 503.
    default HttpResponse unavailable(String message, Duration retryAfter) {
        return later(HttpStatus.SERVICE_UNAVAILABLE, message, retryAfter);
    }

    private HttpResponse later(HttpStatus status, String message, Duration retryAfter) {
        return answer(
                ResponseHeaders.builder(status)
                        .setLong(HttpHeaderNames.RETRY_AFTER, retryAfter.toSeconds()),
                status,
                message);
    }

    /// Answers 404 for a path that nothing is mounted on.
    default HttpResponse noSuchPath() {
        return answer(HttpStatus.NOT_FOUND, "not found");
    }

    /// Answers 405.
    ///
    /// @param allowed what the path takes instead, perhaps nothing
    default HttpResponse methodNotAllowed(List<HttpMethod> allowed) {
        return wrongMethod(allowed).toHttpResponse();
    }

    /// The same as a whole.
    default AggregatedHttpResponse wrongMethod(List<HttpMethod> allowed) {
        HttpStatus status = HttpStatus.METHOD_NOT_ALLOWED;
        return whole(
                ResponseHeaders.builder(status).set(HttpHeaderNames.ALLOW, Routes.words(allowed)),
                status,
                "method not allowed");
    }
}
