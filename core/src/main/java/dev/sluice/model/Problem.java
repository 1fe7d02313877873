// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.time.Duration;
import java.util.Optional;

/// Trouble that somebody outside can act on: what kind it is, a stable code, and a sentence.
///
/// Doors map the kind to an HTTP status, a gRPC status or an exit code; programs compare the code;
/// people read the message. The message starts in lower case, names the value, the limit or the
/// setting, and never carries a secret.
///
/// @param kind decides the status at every door
/// @param code stable lower-case words joined by underscores; never reused for another meaning
/// @param message one sentence for a person
/// @param retryAfter when trying again is likely to help, at least a second, where somebody knows;
///   doors that have nothing else to go by say what they say of all such problems
public record Problem(Kind kind, String code, String message, Optional<Duration> retryAfter) {

    /// One of which nobody knows when to try again.
    public Problem(Kind kind, String code, String message) {
        this(kind, code, message, Optional.empty());
    }

    /// What sort of trouble it is; each door maps every kind, exhaustively.
    public enum Kind {
        /// The request itself is wrong; sending it again is of no use.
        INVALID,
        /// No usable credential came with the request.
        UNAUTHENTICATED,
        /// The caller is known and may not do this.
        FORBIDDEN,
        /// The thing that was named does not exist.
        NOT_FOUND,
        /// The thing exists already, or changed meanwhile.
        CONFLICT,
        /// A named limit of size was passed.
        TOO_LARGE,
        /// A named limit of load was passed; try again later.
        BUSY,
        /// Something that the request needs is down; try again later.
        UNAVAILABLE,
        /// Nobody can say whether the change took place.
        OUTCOME_UNKNOWN,
        /// A mistake of ours; the message says no more than that to the outside.
        INTERNAL
    }

    /// A problem of kind [Kind#INVALID].
    public static Problem invalid(String code, String message) {
        return new Problem(Kind.INVALID, code, message);
    }

    /// A problem of kind [Kind#NOT_FOUND].
    public static Problem notFound(String code, String message) {
        return new Problem(Kind.NOT_FOUND, code, message);
    }

    /// A problem of kind [Kind#CONFLICT].
    public static Problem conflict(String code, String message) {
        return new Problem(Kind.CONFLICT, code, message);
    }

    /// A problem of kind [Kind#TOO_LARGE].
    public static Problem tooLarge(String code, String message) {
        return new Problem(Kind.TOO_LARGE, code, message);
    }

    /// A problem of kind [Kind#BUSY].
    public static Problem busy(String code, String message) {
        return new Problem(Kind.BUSY, code, message);
    }

    /// A problem of kind [Kind#BUSY] that is likely to be over after some time.
    public static Problem busy(String code, String message, Duration retryAfter) {
        return new Problem(Kind.BUSY, code, message, Optional.of(retryAfter));
    }

    /// A problem of kind [Kind#UNAVAILABLE].
    public static Problem unavailable(String code, String message) {
        return new Problem(Kind.UNAVAILABLE, code, message);
    }

    /// The same problem as something to throw.
    public ProblemException asException() {
        return new ProblemException(this);
    }
}
