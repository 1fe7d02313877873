// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.model.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// One connection to the store. Every method may throw a [JdbiException]; then the session is of no
/// more use and is to be [given up][#giveUp].
final class CatalogSession {
    private final Handle handle;
    private final SqlStore store;

    private CatalogSession(Handle handle, SqlStore store) {
        this.handle = handle;
        this.store = store;
    }

    /// What is in the store.
    ///
    /// @param snapshot everything
    /// @param lastNumber of the writer's commits there; 0 when there are none
    /// @param wentBack whether commits are lost that were held
    record Reading(TreeSnapshot snapshot, long lastNumber, boolean wentBack) {}

    /// Connects. What an earlier session of this writer had begun is made or not made by then.
    static CatalogSession open(Jdbi jdbi, SqlStore store, CommitMark.Writer writer) {
        CatalogSession session = new CatalogSession(jdbi.open(), store);
        try {
            store.dialect().greet(session.handle, writer, store.alone());
            return session;
        } catch (JdbiException e) {
            session.giveUp(e);
            throw e;
        }
    }

    /// Connects again. Where the writer has to be alone with the store, nobody else may have been
    /// so since it was opened.
    ///
    /// @return null when somebody has
    static @Nullable CatalogSession openAgain(Jdbi jdbi, SqlStore store, CommitMark.Writer writer) {
        CatalogSession session = new CatalogSession(jdbi.open(), store);
        try {
            // Before, since whoever was there may be there still; and after, when he cannot come.
            if (session.isTakenOver(writer)) {
                session.close();
                return null;
            }
            store.dialect().greet(session.handle, writer, store.alone());
            if (session.isTakenOver(writer)) {
                session.close();
                return null;
            }
            return session;
        } catch (JdbiException e) {
            session.giveUp(e);
            throw e;
        }
    }

    private boolean isTakenOver(CommitMark.Writer writer) {
        return store.alone()
                && handle.createQuery("SELECT server FROM catalog_state")
                        .mapTo(String.class)
                        .filter(server -> isAnother(server, writer))
                        .findFirst()
                        .isPresent();
    }

    /// Whether the state names somebody else than the writer, where that has to be alone: then it
    /// commits nothing.
    private boolean isAnother(String server, CommitMark.Writer writer) {
        return store.alone() && !server.equals(server(writer));
    }

    /// Who the state has to name for the writer to commit; empty where it need not be alone.
    private String server(CommitMark.Writer writer) {
        return store.alone() ? writer.id().toString() : "";
    }

    /// Says who is alone with the store from now on, where somebody is.
    void own(CommitMark.Writer writer) {
        if (store.alone()) {
            handle.execute("UPDATE catalog_state SET server = ?", server(writer));
        }
    }

    /// Connects to PostgreSQL to read and nothing else.
    static CatalogSession openReader(Jdbi jdbi, SqlStore store) {
        CatalogSession session = new CatalogSession(jdbi.open(), store);
        try {
            SqlDialect.greetReader(session.handle);
            return session;
        } catch (JdbiException e) {
            session.giveUp(e);
            throw e;
        }
    }

    /// Makes the catalog, where there is none.
    void begin(InstantSource clock) {
        if (SnapshotReader.readState(handle).isEmpty()) {
            RowStore.insert(
                    handle,
                    CatalogState.first(UUID.randomUUID(), UUID.randomUUID(), clock.instant()));
        }
    }

    /// Reads what has changed, or everything where nobody can say what that is.
    ///
    /// @param held what was read before; null for nothing
    /// @throws ProblemException when a newer version has changed the schema
    Reading read(@Nullable TreeSnapshot held, CommitMark.Writer writer) {
        return handle.inTransaction(
                store.dialect().reading(),
                reading -> {
                    CatalogState state = state(reading);
                    Set<EntryKey> changed = changed(reading, held, state);
                    return new Reading(
                            snapshot(reading, held, state, changed),
                            CommitMark.lastOf(reading, writer),
                            held != null
                                    && changed == null
                                    && ChangeRows.hasForgotten(reading, held.state()));
                });
    }

    /// The same, for one who commits nothing.
    ///
    /// @throws ProblemException when a newer version has changed the schema
    TreeSnapshot read(@Nullable TreeSnapshot held) {
        return handle.inTransaction(
                store.dialect().reading(),
                reading -> {
                    CatalogState state = state(reading);
                    return snapshot(reading, held, state, changed(reading, held, state));
                });
    }

    private CatalogState state(Handle reading) {
        Schema.requireKnown(
                reading.createQuery("SELECT " + Schema.CHANGES_SEEN).mapTo(Long.class).one(),
                store);
        return SnapshotReader.readState(reading).orElseThrow(CatalogSession::gone);
    }

    private static @Nullable Set<EntryKey> changed(
            Handle reading, @Nullable TreeSnapshot held, CatalogState state) {
        return held == null ? null : ChangeRows.between(reading, held.state(), state);
    }

    private static TreeSnapshot snapshot(
            Handle reading,
            @Nullable TreeSnapshot held,
            CatalogState state,
            @Nullable Set<EntryKey> changed) {
        return held == null || changed == null
                ? SnapshotReader.read(reading, state)
                : ChangedEntries.replaced(held, changed, SnapshotReader.read(reading, changed))
                        .with(state);
    }

    private static JdbiException gone() {
        return new StoreException("the row of the catalog itself is gone");
    }

    /// What a look at the store finds.
    ///
    /// @param same whether it is as the state says
    /// @param server which server opened it last that is alone with it; empty where the row that
    ///   says so is gone, which whoever reads on is told
    record Look(boolean same, String server) {}

    /// Whether another server has been alone with the store since the writer opened it, by a look.
    boolean isTakenOver(Look look, CommitMark.Writer writer) {
        return !look.server.isEmpty() && isAnother(look.server, writer);
    }

    /// Whether the store is as `state` says.
    ///
    /// @throws ProblemException when a newer version has changed the schema
    Look look(CatalogState state) {
        return handle.createQuery(
                        "SELECT version, last_commit, server, "
                                + Schema.CHANGES_SEEN
                                + " AS changes FROM catalog_state")
                .map((row, _) -> {
                    Schema.requireKnown(row.getLong("changes"), store);
                    return new Look(
                            state.isSame(row.getLong("version"), row.getString("last_commit")),
                            row.getString("server"));
                })
                .findOne()
                .orElse(new Look(false, ""));
    }

    /// Writes a change up to where only the commit is missing.
    ///
    /// @return false, and nothing is begun, when the store is no longer as `before` says, its
    ///   schema is not, or another server has it that has to be alone
    boolean write(
            CatalogState before,
            CatalogState after,
            List<CatalogRow> rows,
            CommitMark mark,
            Instant now) {
        handle.begin();
        store.dialect().beginCommit(handle, store.alone());
        if (RowStore.write(handle, before, after, rows, server(mark.writer()))) {
            ChangeRows.write(handle, after, rows);
            mark.write(handle, now);
            return true;
        }
        handle.rollback();
        return false;
    }

    /// Commits what was written. When this fails, the change is made or not.
    void commit() {
        handle.commit();
    }

    /// Rolls back and closes; the store itself rolls back whatever cannot be.
    void giveUp(Throwable reason) {
        try (handle) {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (JdbiException e) {
            reason.addSuppressed(e);
        }
    }

    void close() {
        handle.close();
    }
}
