// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.sluice.api.ErrorBody;
import dev.sluice.api.ErrorCodec;
import dev.sluice.model.Problem;
import java.time.Duration;

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
        return unauthenticated(challenge, "unauthorized");
    }

    @Override
    public HttpResponse forbidden() {
        return answer(HttpStatus.FORBIDDEN, "forbidden");
    }

    @Override
    public AggregatedHttpResponse whole(
            ResponseHeadersBuilder headers, HttpStatus status, String message) {
        return AggregatedHttpResponse.of(
                headers.contentType(MediaType.JSON).build(),
                HttpData.wrap(ErrorCodec.write(new ErrorBody(status.code(), message))));
    }
}
