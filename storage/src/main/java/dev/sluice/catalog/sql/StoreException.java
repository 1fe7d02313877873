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

    StoreException(String message) {
        super(message);
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

    /// That what a store holds could not be read when it was opened.
    static ProblemException unreadable(SqlStore store, JdbiException failure) {
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
