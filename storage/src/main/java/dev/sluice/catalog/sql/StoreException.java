// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.model.Problem;
import dev.sluice.model.ProblemException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.hostchooser.HostRequirement;
import org.postgresql.util.GT;

/// The store is not what it should be.
final class StoreException extends JdbiException {
    private static final long serialVersionUID = 1L;

    private static final String TAKEN = "another server has it open";

    /// What the driver says when every host was passed over.
    private static final String NO_PRIMARY =
            GT.tr(
                    "Could not find a server with specified targetServerType: {0}",
                    HostRequirement.primary);

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
        ProblemException told = told(failure);
        if (told != null) {
            return told.problem().message();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (NO_PRIMARY.equals(cause.getMessage())) {
                return "none of its hosts takes changes, or it cannot be reached";
            }
            if (cause instanceof SQLException || cause instanceof StoreException) {
                return String.valueOf(cause.getMessage())
                        .lines()
                        .findFirst()
                        .orElse("no reason given");
            }
        }
        return failure.getClass().getSimpleName();
    }

    /// Whether PostgreSQL has too many connections already, of all or of the role.
    static boolean isFull(Throwable failure) {
        SQLException told = cause(failure, SQLException.class);
        return told != null && "53300".equals(told.getSQLState());
    }

    /// What is wrong with a file that a connection needs; null where nothing is.
    static @Nullable ProblemException told(Throwable failure) {
        return cause(failure, ProblemException.class);
    }

    /// Whether the store took what was asked and said nothing, for as long as one waits.
    static boolean isSilence(Throwable failure) {
        return cause(failure, SocketTimeoutException.class) != null;
    }

    /// The failure or the first of its causes that is of a kind; null where none is.
    static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
        @Nullable Throwable cause = failure;
        while (cause != null && !kind.isInstance(cause)) {
            cause = cause.getCause();
        }
        return kind.cast(cause);
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
