// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import dev.sluice.query.sql.Identifiers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/// One DuckDB in memory, set up and locked. Lives until it and the last of its connections are
/// closed.
final class DuckDbInstance implements AutoCloseable {
    private final DuckDBConnection root;

    private DuckDbInstance(DuckDBConnection root) {
        this.root = root;
    }

    /// Opens an instance.
    ///
    /// @throws IllegalStateException when the library does not start
    static DuckDbInstance open(DuckDbSettings settings, BufferedRowsFunction bufferedRows) {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            DuckDBConnection root =
                    DuckDBConnection.newConnection("jdbc:duckdb:", false, "", properties);
            configure(root, settings, bufferedRows);
            return new DuckDbInstance(root);
        } catch (SQLException e) {
            throw new IllegalStateException("the query engine did not start", e);
        }
    }

    /// A connection of its own.
    DuckDBConnection connect() throws SQLException {
        return root.duplicate();
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the query engine did not stop", e);
        }
    }

    private static void configure(
            DuckDBConnection root, DuckDbSettings settings, BufferedRowsFunction bufferedRows)
            throws SQLException {
        try (Statement statement = root.createStatement()) {
            for (String setting : limits(settings)) {
                statement.execute(setting);
            }
            ScalarFunctions.install(root);
            for (String macro : DialectMacros.STATEMENTS) {
                statement.execute(macro);
            }
            bufferedRows.install(root);
            statement.execute("SET GLOBAL enable_external_access = false");
            statement.execute("SET GLOBAL lock_configuration = true");
        }
    }

    private static List<String> limits(DuckDbSettings settings) {
        List<String> result = new ArrayList<>();
        result.add("SET GLOBAL memory_limit = '" + settings.memoryBytesMax() + "B'");
        result.add("SET GLOBAL threads = " + settings.threads());
        result.add("SET GLOBAL temp_directory = " + text(settings.temporaryDirectory()));
        result.add(
                "SET GLOBAL allowed_directories = ["
                        + text(settings.dataDirectory())
                        + ", "
                        + text(settings.temporaryDirectory())
                        + "]");
        result.addAll(
                List.of(
                        "SET GLOBAL autoinstall_known_extensions = false",
                        "SET GLOBAL autoload_known_extensions = false",
                        "SET GLOBAL allow_community_extensions = false",
                        "SET GLOBAL preserve_identifier_case = 'lowercase'",
                        "SET GLOBAL default_null_order = 'nulls_last_on_asc_first_on_desc'",
                        "SET GLOBAL order_by_non_integer_literal = true",
                        "SET GLOBAL TimeZone = 'UTC'",
                        "SET GLOBAL errors_as_json = true",
                        "SET GLOBAL parquet_metadata_cache = true"));
        return result;
    }

    private static String text(Path directory) {
        return Identifiers.quotedText(directory.toAbsolutePath() + "/");
    }
}
