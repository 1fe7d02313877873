// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import org.jspecify.annotations.Nullable;

/// A call of the management API that did not succeed: which kind of failure, and a sentence.
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What sort of failure it is; callers act on this.
    public enum Kind {
        /// 401: the cluster does not take the credential.
        UNAUTHORIZED,
        /// 403: the identity is known and not permitted.
        FORBIDDEN,
        /// 404, said by the management API.
        NOT_FOUND,
        /// 409.
        CONFLICT,
        /// 400 and every other refusal of the request itself.
        INVALID,
        /// 429: too many requests.
        BUSY,
        /// 503: try again later.
        UNAVAILABLE,
        /// Any other failure inside the cluster; whether a change took place is not known.
        SERVER,
        /// An answer, but not from a management API: wrong host, port or proxy.
        NOT_MANAGEMENT_API,
        /// No connection.
        UNREACHABLE,
        /// A connection without a TLS session.
        TLS,
        /// No answer in time; whether a change took place is not known.
        TIMEOUT
    }

    private final Kind kind;
    private final int status;

    /// @param kind what sort of failure it is
    /// @param status the HTTP status, 0 when there was no answer
    /// @param message one sentence
    /// @param cause what happened underneath
    ApiException(Kind kind, int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.status = status;
    }

    /// What sort of failure it is.
    public Kind kind() {
        return kind;
    }

    /// The HTTP status; 0 when there was no answer.
    public int status() {
        return status;
    }

    /// The message, never absent.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
