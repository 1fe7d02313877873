// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.Duty;
import dev.sluice.catalog.Turn;
import dev.sluice.model.ProblemException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A turn by an advisory lock, in a session of its own: it ends with the process, however that
/// ends. Nobody has one on a catalog whose schema is not his, so that a process that was left
/// behind by an upgrade keeps nobody from the work.
final class PostgresTurn implements Turn {
    private static final Logger log = LoggerFactory.getLogger(PostgresTurn.class);

    private final SqlStore store;
    private final Jdbi jdbi;
    private final Duty duty;
    private final Tenure tenure;
    private final Runnable follow;
    private @Nullable Handle session;
    private volatile boolean held;
    private boolean closed;
    private Told told = Told.NOTHING;

    /// What was found last, which the log has of a turn for life, and of any the lack of a
    /// connection.
    private enum Told {
        NOTHING(""),
        STANDS_BY("stands by while another process does the work"),
        WORKS("does the work"),
        FULL("PostgreSQL has no connection left by which it would be this process's turn"),
        LEFT_BEHIND("leaves the work to processes of the newer version");

        private final String sentence;

        Told(String sentence) {
            this.sentence = sentence;
        }
    }

    /// @param follow reads what others have committed
    PostgresTurn(SqlStore store, Duty duty, Tenure tenure, Runnable follow) {
        this.store = store;
        this.jdbi = Jdbi.create(store.source());
        this.duty = duty;
        this.tenure = tenure;
        this.follow = follow;
    }

    @Override
    public synchronized boolean take() {
        try {
            Handle open = closed ? null : session();
            if (open == null || !(held ? keeps(open) : locks(open))) {
                return false;
            }
            held = true;
            follow.run();
            tell(Told.WORKS);
            return true;
        } catch (ProblemException e) {
            leave();
            if (e.problem().code().equals("catalog_too_new")) {
                tell(Told.LEFT_BEHIND);
            }
            return false;
        } catch (JdbiException e) {
            // Whoever follows the catalog says that the database is away.
            drop();
            tellWhereFull(e);
            return false;
        }
    }

    /// Whoever follows the catalog has his connection.
    private void tellWhereFull(JdbiException failure) {
        if (StoreException.isFull(failure) && told != Told.FULL) {
            told = Told.FULL;
            log.atWarn()
                    .addKeyValue("duty", duty.word())
                    .addKeyValue("reason", StoreException.reason(failure))
                    .log(told.sentence);
        }
    }

    @Override
    public synchronized boolean isHeld() {
        Handle open = session;
        if (open == null || !held) {
            return false;
        }
        try {
            return keeps(open);
        } catch (ProblemException _) {
            leave();
            return false;
        } catch (JdbiException _) {
            drop();
            return false;
        }
    }

    @Override
    public boolean wasHeld() {
        return held;
    }

    @Override
    public synchronized void give() {
        if (tenure == Tenure.PASS) {
            unlock();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        leave();
    }

    /// Gives the turn back and ends the session. That alone would do both, but the turn only some
    /// time after it was closed here.
    private void leave() {
        unlock();
        drop();
    }

    private void unlock() {
        Handle open = session;
        if (open == null || !held) {
            return;
        }
        held = false;
        try {
            open.execute("SELECT pg_advisory_unlock(" + SqlDialect.lockOf(duty) + ")");
        } catch (JdbiException _) {
            drop();
        }
    }

    private Handle session() {
        Handle open = session;
        if (open == null) {
            open = jdbi.open();
            session = open;
            SqlDialect.greetTurn(open, duty);
        }
        return open;
    }

    /// Whether the session is there, which has the lock.
    private boolean keeps(Handle open) {
        Schema.requireKnown(
                open.createQuery("SELECT " + Schema.CHANGES_SEEN).mapTo(Long.class).one(), store);
        return true;
    }

    private boolean locks(Handle open) {
        Optional<Boolean> taken =
                open.createQuery(
                                """
                                SELECT changes, pg_try_advisory_lock(%d) AS taken
                                FROM (SELECT %s AS changes) AS seen\
                                """
                                        .formatted(SqlDialect.lockOf(duty), Schema.CHANGES_SEEN))
                        .map((row, _) -> {
                            Schema.requireKnown(row.getLong("changes"), store);
                            return row.getBoolean("taken");
                        })
                        .findOne();
        if (taken.orElse(false)) {
            return true;
        }
        tell(Told.STANDS_BY);
        return false;
    }

    private void tell(Told now) {
        if (told == now) {
            return;
        }
        told = now;
        if (tenure == Tenure.LIFE) {
            log.atInfo().addKeyValue("duty", duty.word()).log(now.sentence);
        }
    }

    private void drop() {
        Handle open = session;
        session = null;
        held = false;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (JdbiException e) {
            log.atDebug().setCause(e).log("a session did not close well");
        }
    }
}
