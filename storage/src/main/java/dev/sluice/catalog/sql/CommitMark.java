// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What tells a commit from every other one.
///
/// @param writer who made it
/// @param number counts the commits of the writer, from 1
record CommitMark(Writer writer, long number) {
    /// For how long a writer who is gone is remembered. Who lost a connection asks within seconds.
    private static final Duration KEPT = Duration.ofDays(7);

    /// A catalog that was opened.
    ///
    /// @param id its own
    record Writer(UUID id) {
        /// How all [session names][#sessionName] look, as a pattern of SQL.
        static final String SESSION_NAMES = "sluice ________-____-____-____-____________";

        /// One that nobody was.
        static Writer fresh() {
            return new Writer(UUID.randomUUID());
        }

        /// What its sessions are called, in less than the 64 bytes that PostgreSQL keeps.
        String sessionName() {
            return "sluice " + id;
        }
    }

    /// As the state has it.
    String text() {
        return writer.id() + "/" + number;
    }

    /// Says inside the caller's transaction that this is the writer's last commit.
    void write(Handle handle, Instant now) {
        handle.execute(
                """
                INSERT INTO commit_mark (writer, number, committed_at) VALUES (?, ?, ?)
                ON CONFLICT (writer) DO UPDATE
                SET number = excluded.number, committed_at = excluded.committed_at\
                """,
                writer.id().toString(),
                number,
                now.toEpochMilli());
        if (number == 1) {
            handle.execute(
                    "DELETE FROM commit_mark WHERE committed_at < ?",
                    now.minus(KEPT).toEpochMilli());
        }
    }

    /// The number of the writer's last commit; 0 when there is none.
    static long lastOf(Handle handle, Writer writer) {
        return handle.createQuery("SELECT number FROM commit_mark WHERE writer = :writer")
                .bind("writer", writer.id().toString())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }
}
