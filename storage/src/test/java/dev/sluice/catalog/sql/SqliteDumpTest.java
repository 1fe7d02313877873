// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.DumpContract;
import dev.sluice.catalog.StoredCatalog;
import dev.sluice.model.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A copy of a catalog in SQLite is a file of SQLite.
final class SqliteDumpTest implements DumpContract {
    @TempDir private Path directory;
    private SqlCatalog catalog;

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(scratch());
        catalog = SqlCatalog.open(directory.resolve("catalog.sqlite"));
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Override
    public StoredCatalog catalog() {
        return catalog;
    }

    @Override
    public Path scratch() {
        return directory.resolve("scratch");
    }

    @Override
    public Catalog restored(byte[] copy) throws IOException {
        return SqlCatalog.open(Files.write(directory.resolve("restored.sqlite"), copy));
    }

    @Test
    void isNamedAfterWhatItIs() {
        assertThat(catalog.dump().name()).isEqualTo("catalog.sqlite");
    }

    @Test
    void saysWhatKeepsItFromCopying() throws IOException {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() ->
                        catalog.dump()
                                .write(
                                        missing,
                                        OutputStream.nullOutputStream(),
                                        OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class);
        SqlStore broken =
                new SqlStore(
                        SqliteFile.dataSource(
                                Files.writeString(directory.resolve("x"), "no database")),
                        "x",
                        SqlDialect.SQLITE,
                        false);
        assertThatThrownBy(() ->
                        new SqliteDump(broken)
                                .write(
                                        scratch(),
                                        OutputStream.nullOutputStream(),
                                        OutputStream.nullOutputStream()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("catalog x could not be copied: ");
    }
}
