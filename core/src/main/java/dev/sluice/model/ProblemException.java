// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import org.jspecify.annotations.Nullable;

/// Carries a [Problem] up to the door that answers it. The only exception that crosses rooms,
/// beside `IOException` and `InterruptedException`.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /// @param problem what to answer
    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /// @param problem what to answer
    /// @param cause what happened underneath, for the log only
    public ProblemException(Problem problem, @Nullable Throwable cause) {
        this(problem, problem.message(), cause);
    }

    /// @param problem what to answer
    /// @param detail the same sentence for those who run the server: with the file, the address or
    ///   the words of a database that are nobody else's business
    /// @param cause what happened underneath, for the log only
    public ProblemException(Problem problem, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.problem = problem;
    }

    /// What to answer.
    public Problem problem() {
        return problem;
    }
}
