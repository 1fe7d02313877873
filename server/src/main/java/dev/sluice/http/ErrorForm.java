// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import dev.sluice.model.Problem;
import java.time.Duration;
import java.util.List;

/// How a family of paths says no. Each maps every [Problem.Kind]; the body is always JSON.
sealed interface ErrorForm permits DataErrors, ManagementErrors {

    /// What to answer to a problem. An *internal* one shows the request id and nothing else.
    HttpResponse problem(Problem problem, String requestId);

    /// Answers 401.
    HttpResponse unauthenticated(Challenge challenge);

    /// Answers 403, without the reason.
    HttpResponse forbidden();

    /// Answers 429.
    HttpResponse tooManyRequests(String message, Duration retryAfter);

    /// Answers 503.
    HttpResponse unavailable(String message, Duration retryAfter);

    /// Answers 404 for a path that nothing is mounted on.
    HttpResponse noSuchPath();

    /// Answers 405.
    ///
    /// @param allowed what the path takes instead, perhaps nothing
    HttpResponse methodNotAllowed(List<HttpMethod> allowed);
}
