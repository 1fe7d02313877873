// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.http;

import com.linecorp.armeria.common.HttpResponse;

/// What becomes of a write whose sender may write and whose body is here. Safe for many threads.
public sealed interface WriteWork permits LocalWrites, RelayedWrites {
    /// The limit of a body, as it comes and again decompressed.
    long bodyBytesMax();

    /// Answers a write.
    ///
    /// @param body in the encoding that the request names; the caller closes it
    /// @throws dev.sluice.model.ProblemException to be answered in the form of its path
    HttpResponse take(AdmittedWrite write, Body body) throws InterruptedException;
}
