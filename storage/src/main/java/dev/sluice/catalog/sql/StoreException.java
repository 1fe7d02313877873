// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/// The store is not what it should be.
final class StoreException extends JdbiException {
    private static final long serialVersionUID = 1L;

    private static final String TAKEN = "another server has it open";

    /// Whether another server has it that has to be alone with it.
    private final boolean isTaken;

    StoreException(String message) {
        this(message, false);
    }

    private StoreException(String message, boolean isTaken) {
        super(message);
        this.isTaken = isTaken;
    }

    /// Another server has the store, and has to be alone with it.
    static StoreException taken() {
        return new StoreException(TAKEN, true);
    }

    /// That another server has a store.
    static ProblemException taken(SqlStore store) {
        return Problem.unavailable("catalog_taken", "catalog " + store.name() + ": " + TAKEN)
                .asException();
    }

    /// What the store said, in one line. The messages of Jdbi have statements and their values in
    /// them, which are nobody's business.
    static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || cause instanceof StoreException) {
                return String.valueOf(cause.getMessage())
                        .lines()
                        .findFirst()
                        .orElse("no reason given");
            }
        }
        return failure.getClass().getSimpleName();
    }

    /// That what a store holds could not be read when it was opened, or another server was there
    /// first.
    static ProblemException unreadable(SqlStore store, JdbiException failure) {
        if (failure instanceof StoreException refused && refused.isTaken) {
            return taken(store);
        }
        return new ProblemException(
                Problem.unavailable(
                        "catalog_unreadable",
                        "catalog " + store.name() + " cannot be read: " + reason(failure)),
                failure);
    }

    /// That a store could not be copied.
    static ProblemException notCopied(SqlStore store, SQLException failure) {
        return new ProblemException(
                Problem.unavailable(
                        "catalog_unavailable",
                        "catalog " + store.name() + " could not be copied: " + reason(failure)),
                failure);
    }
}
