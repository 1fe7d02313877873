// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestId;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/// What to answer where no endpoint is reached: a request that is not HTTP, or a header too long.
/// It has a request id like any other answer, and the form of its path (admin.md 4.1 and 4.2).
final class ProtocolErrors implements ServerErrorHandler {
    /// The library keeps to itself what is no path at all, such as one with `..`, and what headers
    /// belong to that are too long; this form has the member in which each family of clients looks
    /// for the sentence. Its code is a word, where the management API has a number.
    private static final ErrorForm UNKNOWN = DataErrors.LEGACY;

    private final Router router;

    /// @param router knows how a path says no, and which methods it takes
    ProtocolErrors(Router router) {
        this.router = router;
    }

    @Override
    public @Nullable HttpResponse onServiceException(
            ServiceRequestContext context, Throwable cause) {
        return null;
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext context,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        String message = description == null ? status.reasonPhrase() : description;
        // A thread of the network must not wait for another one of these, as gathering would.
        AggregatedHttpResponse answer = answer(headers, status, message);
        RequestId id = context == null ? RequestId.random() : context.id();
        if (context != null) {
            // A server that stops breaks off what it was about to answer.
            context.mutateAdditionalResponseHeaders(fields -> fields.remove(PeerWrites.ANSWER));
        }
        return AggregatedHttpResponse.of(
                answer.headers().toBuilder().set(HttpDoor.REQUEST_ID, id.text()).build(),
                answer.content());
    }

    private AggregatedHttpResponse answer(
            @Nullable RequestHeaders headers, HttpStatus status, String message) {
        if (headers == null) {
            return UNKNOWN.whole(ResponseHeaders.builder(status), status, message);
        }
        String path = path(headers);
        ErrorForm form = router.form(path);
        return status.equals(HttpStatus.METHOD_NOT_ALLOWED)
                ? form.wrongMethod(router.allowed(path))
                : form.whole(ResponseHeaders.builder(status), status, message);
    }

    /// The path without its query.
    private static String path(RequestHeaders headers) {
        String target = headers.path();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
