// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.catalog.CatalogDump;
import dev.sluice.catalog.sql.PostgresTables.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/// Copies a catalog in PostgreSQL as statements for `psql`, such as `pg_dump` writes: tables, rows
/// as COPY, then constraints and indexes, as the server itself spells them. A server from scratch
/// has no `pg_dump` beside it. One transaction reads it all, so it is of one moment; it locks
/// nothing that a commit needs.
///
/// What `pg_dump` does not do: the statements are one transaction and end at the first mistake, and
/// they refuse to run while a server has the catalog. So whoever restores has either the copy or
/// what was there before.
final class PostgresDump implements CatalogDump {
    /// How long a statement may take, and wait for a lock.
    private static final String STATEMENT_MAX = "10min";

    private static final String LOCK_WAIT_MAX = "5s";

    private static final String HEAD =
            """
            -- The catalog of Sluice, for psql: all of it or nothing. Stop the server first.
            -- Where the database holds a catalog already, take the two dashes away before DROP TABLE.

            \\set ON_ERROR_STOP on

            BEGIN;
            SET LOCAL statement_timeout = 0;
            SET LOCAL lock_timeout = '10s';
            SET LOCAL client_encoding = 'UTF8';
            SET LOCAL standard_conforming_strings = on;
            SET LOCAL client_min_messages = warning;
            SET LOCAL search_path = '';
            DO $$ BEGIN
                IF NOT (pg_catalog.pg_try_advisory_xact_lock(%d)
                        AND pg_catalog.pg_try_advisory_xact_lock(%d)) THEN
                    RAISE EXCEPTION 'a server has this catalog open: stop it first';
                END IF;
            END $$;

            """
                    .formatted(SqlDialect.SERVERS_LOCK, SqlDialect.WRITERS_LOCK);

    private final SqlStore store;

    PostgresDump(SqlStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "pg_dump";
    }

    @Override
    public long write(Path scratch, OutputStream copy, OutputStream objects) throws IOException {
        try (Connection connection = store.source().getConnection()) {
            begin(connection);
            PostgresTables tables = PostgresTables.read(connection);
            write(connection, tables, copy);
            String files = tables.qualified("file_entry");
            return copy(
                    connection,
                    "(SELECT path FROM " + files + " WHERE deleted_at IS NULL)",
                    objects);
        } catch (SQLException e) {
            throw StoreException.notCopied(store, e);
        }
    }

    /// Nothing is ever committed: closing the connection ends it.
    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL application_name = 'sluice snapshot'");
            statement.execute("SET LOCAL statement_timeout = '" + STATEMENT_MAX + "'");
            statement.execute("SET LOCAL lock_timeout = '" + LOCK_WAIT_MAX + "'");
        }
    }

    private static void write(Connection connection, PostgresTables tables, OutputStream copy)
            throws SQLException, IOException {
        say(copy, HEAD);
        say(
                copy,
                "-- DROP TABLE IF EXISTS "
                        + tables.tables().stream()
                                .map(Table::name)
                                .collect(Collectors.joining(", "))
                        + ";\n\n");
        say(copy, tables.schemaStatement());
        for (Table table : tables.tables()) {
            say(copy, table.statement());
            say(copy, "COPY " + table.nameAndColumns() + " FROM stdin;\n");
            long _ = copy(connection, table.nameAndColumns(), copy);
            say(copy, "\\.\n\n");
        }
        for (List<String> statements :
                List.of(
                        tables.constraints(connection),
                        tables.indexes(connection),
                        tables.references(connection))) {
            for (String statement : statements) {
                say(copy, statement + ";\n");
            }
        }
        say(copy, "\nCOMMIT;\n");
    }

    /// @return how many rows
    private static long copy(Connection connection, String what, OutputStream target)
            throws SQLException, IOException {
        return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY " + what + " TO STDOUT", target);
    }

    private static void say(OutputStream target, String text) throws IOException {
        target.write(text.getBytes(UTF_8));
    }
}
