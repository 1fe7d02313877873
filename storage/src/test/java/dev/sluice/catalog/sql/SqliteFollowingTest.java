// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Following a catalog in a SQLite file.
final class SqliteFollowingTest implements FollowingContract {
    @TempDir private Path directory;

    @BeforeEach
    void make() throws IOException {
        SqliteFile.make(directory.resolve("catalog.db"));
        Schema.migrate(store());
    }

    @Override
    public SqlStore store() {
        Path file = directory.resolve("catalog.db");
        return new SqlStore(SqliteFile.dataSource(file), file.toString(), SqlDialect.SQLITE, false);
    }

    @Override
    public List<Follower> followers(SqlStore watched) {
        return List.of(Follower.of(SqlCatalog.openMigrated(watched, InstantSource.system())));
    }
}
