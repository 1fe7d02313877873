// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What queries answer, over files and buffered rows.
final class QueryTest {
    private QueryFixture db;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        db = QueryFixture.open(directory);
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void readsBufferedRows() {
        db.buffer("home,room=Kitchen temp=21.5,co=3i 1641024000000000001");

        assertThat(db.rows("SELECT * FROM home"))
                .containsExactly("3|Kitchen|21.5|2022-01-01T08:00:00.000000001");
    }

    @Test
    void readsFiles() throws IOException {
        db.file("home,room=Kitchen temp=21.5,co=3i 1641024000000000001");

        assertThat(db.rows("SELECT * FROM home"))
                .containsExactly("3|Kitchen|21.5|2022-01-01T08:00:00.000000001");
    }
}
