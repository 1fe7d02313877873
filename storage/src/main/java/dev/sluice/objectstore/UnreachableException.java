// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.objectstore;

import java.io.IOException;

/// The service of a bucket gave no answer, or says that it cannot answer now.
public final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int SERVER_ERROR_MIN = 500;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    /// @param message what was not done, and why
    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Whether an answer of the service says so.
    ///
    /// @param status of HTTP
    public static boolean isSaidBy(int status) {
        return status >= SERVER_ERROR_MIN || status == TIMED_OUT || status == TOO_MANY_REQUESTS;
    }
}
