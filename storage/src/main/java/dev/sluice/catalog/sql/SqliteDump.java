// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.catalog.CatalogDump;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Copies a catalog in SQLite by `VACUUM INTO`: a whole database file, which takes the place of the
/// catalog's own. It reads one moment of the write-ahead log and keeps no writer out.
final class SqliteDump implements CatalogDump {
    private static final String NAME = "catalog.sqlite";

    private final SqlStore store;

    SqliteDump(SqlStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long write(Path scratch, OutputStream copy, OutputStream objects) throws IOException {
        Path file = scratch.resolve(NAME);
        try {
            Files.deleteIfExists(file);
            SqliteFile.make(file);
            vacuumInto(file);
            Files.copy(file, copy);
            return writePaths(file, objects);
        } catch (SQLException e) {
            throw StoreException.notCopied(store, e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void vacuumInto(Path file) throws SQLException {
        try (Connection connection = store.source().getConnection();
                PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, file.toString());
            int _ = statement.executeUpdate();
        }
    }

    /// The paths of the copy, which are of its moment.
    private static long writePaths(Path file, OutputStream objects)
            throws SQLException, IOException {
        long count = 0;
        try (Connection connection = SqliteFile.readOnly(file).getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT path FROM file_entry WHERE deleted_at IS NULL")) {
            while (rows.next()) {
                objects.write((rows.getString(1) + "\n").getBytes(UTF_8));
                count++;
            }
        }
        return count;
    }
}
