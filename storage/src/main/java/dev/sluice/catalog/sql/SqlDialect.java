// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogDump;
import dev.sluice.catalog.Duty;
import dev.sluice.catalog.Turn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// In what the stores differ; the statements are the same.
enum SqlDialect {
    /// A file that one process has open.
    SQLITE(TransactionIsolationLevel.SERIALIZABLE) {
        @Override
        void greet(Handle handle, CommitMark.Writer writer, boolean alone) {
            // A closed connection has left nothing behind, and a file is locked by its directory.
        }

        @Override
        void beginCommit(Handle handle, boolean alone) {
            // Nobody else is there.
        }

        @Override
        void changeSchema(DataSource source, Runnable change) {
            change.run();
        }

        @Override
        CatalogDump dump(SqlStore store) {
            return new SqliteDump(store);
        }

        @Override
        Turn turn(SqlStore store, Duty duty, Turn.Tenure tenure, Runnable follow) {
            return Turn.ALWAYS;
        }
    },

    /// A server, which may go on working for a connection that its client has lost.
    POSTGRES(TransactionIsolationLevel.REPEATABLE_READ) {
        @Override
        void greet(Handle handle, CommitMark.Writer writer, boolean alone) {
            set(handle, "lock_timeout", LOCK_WAIT);
            keepAlive(handle);
            var _ =
                    handle.createQuery(
                                    """
                                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                                    WHERE application_name = :name AND pid <> pg_backend_pid()\
                                    """)
                            .bind("name", writer.sessionName())
                            .mapTo(Boolean.class)
                            .list();
            set(handle, "application_name", writer.sessionName());
            if (alone) {
                lockOutOthers(handle);
            } else {
                share(handle, WRITERS_LOCK);
            }
            // Waits for a commit that an ended session may still be at.
            handle.execute("SELECT version FROM catalog_state FOR UPDATE");
        }

        @Override
        void beginCommit(Handle handle, boolean alone) {
            if (!alone) {
                handle.execute("SELECT pg_advisory_xact_lock_shared(" + SCHEMA_LOCK + ")");
            }
        }

        @Override
        void changeSchema(DataSource source, Runnable change) throws SQLException {
            try (Connection holding = source.getConnection();
                    Statement statement = holding.createStatement()) {
                statement.execute("SELECT pg_advisory_lock(" + SCHEMA_LOCK + ")");
                change.run();
            }
        }

        @Override
        CatalogDump dump(SqlStore store) {
            return new PostgresDump(store);
        }

        @Override
        Turn turn(SqlStore store, Duty duty, Turn.Tenure tenure, Runnable follow) {
            return new PostgresTurn(store, duty, tenure, follow);
        }
    };

    /// How long a commit waits for that of another process.
    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);

    /// What servers that must be alone hold: "Sluice" in ASCII.
    static final long SERVERS_LOCK = 0x53_6C_75_69_63_65L;

    /// What those share who may commit beside another, for as long as they are there: "Write" in
    /// ASCII.
    static final long WRITERS_LOCK = 0x57_72_69_74_65L;

    /// What one process at a time holds that merges files: "Merge" in ASCII.
    private static final long MERGING_LOCK = 0x4D_65_72_67_65L;

    /// What one process at a time holds that collects: "Sweep" in ASCII.
    private static final long COLLECTING_LOCK = 0x53_77_65_65_70L;

    /// What those share who commit beside another, while they do, so that the schema is changed
    /// between two commits: "Schema" in ASCII.
    static final long SCHEMA_LOCK = 0x53_63_68_65_6D_61L;

    /// What PostgreSQL shows of sessions that only read.
    private static final String READER_NAME = "sluice querier";

    private static final int LOCK_ATTEMPTS = 20;

    /// How long the server lets a transaction do nothing, before it takes its client for dead.
    private static final Duration TRANSACTION_PAUSE = Duration.ofSeconds(60);

    private final TransactionIsolationLevel reading;

    SqlDialect(TransactionIsolationLevel reading) {
        this.reading = reading;
    }

    /// In which several statements see the store at one moment.
    TransactionIsolationLevel reading() {
        return reading;
    }

    /// Begins a session, after whatever an earlier one of the writer's did has come to its end.
    ///
    /// @param alone whether no other session that wants to be alone may be there
    abstract void greet(Handle handle, CommitMark.Writer writer, boolean alone);

    /// Begins what is committed next, inside its transaction: the schema stays as it is until the
    /// end of it.
    ///
    /// @param alone whether nobody else may change the schema, since he would have to be alone
    abstract void beginCommit(Handle handle, boolean alone);

    /// Changes the schema, on connections of the change's own, while nobody commits.
    abstract void changeSchema(DataSource source, Runnable change) throws SQLException;

    /// What tells when it is a process's turn.
    ///
    /// @param follow reads what others have committed
    abstract Turn turn(SqlStore store, Duty duty, Turn.Tenure tenure, Runnable follow);

    /// What copies a store of this kind.
    abstract CatalogDump dump(SqlStore store);

    /// Begins a session in PostgreSQL that cannot change anything.
    static void greetReader(Handle handle) {
        keepAlive(handle);
        set(handle, "application_name", READER_NAME);
        set(handle, "default_transaction_read_only", "on");
    }

    /// Begins a session in PostgreSQL that is there for a lock.
    static void greetTurn(Handle handle, Duty duty) {
        keepAlive(handle);
        set(handle, "application_name", "sluice " + duty.word());
    }

    /// Begins a session in PostgreSQL that brings a whole catalog.
    static void greetMove(Handle handle) {
        keepAlive(handle);
        set(handle, "application_name", "sluice move");
    }

    /// What whoever does it holds.
    static long lockOf(Duty duty) {
        return switch (duty) {
            case MERGING -> MERGING_LOCK;
            case COLLECTING -> COLLECTING_LOCK;
        };
    }

    private static void share(Handle handle, long lock) {
        handle.execute("SELECT pg_advisory_lock_shared(" + lock + ")");
    }

    private static void keepAlive(Handle handle) {
        set(handle, "idle_in_transaction_session_timeout", TRANSACTION_PAUSE);
        set(handle, "tcp_keepalives_idle", "10");
        set(handle, "tcp_keepalives_interval", "5");
        set(handle, "tcp_keepalives_count", "3");
    }

    /// Takes what every other server that must be alone wants too. A session that was just ended
    /// may have it for another moment.
    private static void lockOutOthers(Handle handle) {
        for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
            boolean taken =
                    handle.createQuery("SELECT pg_try_advisory_lock(" + SERVERS_LOCK + ")")
                            .mapTo(Boolean.class)
                            .one();
            if (taken) {
                return;
            }
            handle.execute("SELECT pg_sleep(0.05)");
        }
        throw StoreException.taken();
    }

    private static void set(Handle handle, String setting, Duration duration) {
        set(handle, setting, duration.toMillis() + "ms");
    }

    private static void set(Handle handle, String setting, String value) {
        var _ =
                handle.createQuery("SELECT set_config(:setting, :value, false)")
                        .bind("setting", setting)
                        .bind("value", value)
                        .mapTo(String.class)
                        .one();
    }
}
