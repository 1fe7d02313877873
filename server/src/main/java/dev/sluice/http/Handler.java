// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpResponse;

/// Answers the requests of one route. Runs on a virtual thread of its own and may block.
interface Handler {

    /// Answers one request.
    ///
    /// @throws dev.sluice.model.ProblemException to be answered in the route's [ErrorForm]
    /// @throws InterruptedException when the door closes meanwhile
    HttpResponse handle(Call call) throws InterruptedException;
}
