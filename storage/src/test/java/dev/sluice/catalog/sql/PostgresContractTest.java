// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogContract;
import dev.sluice.catalog.FileContract;
import dev.sluice.catalog.FileModelContract;
import dev.sluice.catalog.LifecycleModelContract;
import dev.sluice.catalog.RemovalContract;
import dev.sluice.catalog.TwoWritersContract;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The contract by a real PostgreSQL server: it means the same as a SQLite file.
final class PostgresContractTest
        implements CatalogContract,
                FileContract,
                FileModelContract,
                LifecycleModelContract,
                RemovalContract,
                TwoWritersContract {
    @RegisterExtension static final PostgresFixture postgres = new PostgresFixture();
    private Catalog catalog;

    @BeforeEach
    void open() {
        catalog = SqlCatalog.openMigrated(postgres.store(), InstantSource.system());
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public Catalog another() {
        return SqlCatalog.openMigrated(postgres.store(), InstantSource.system());
    }

    @Override
    public Catalog reopened() {
        catalog.close();
        catalog = SqlCatalog.openMigrated(postgres.store(), InstantSource.system());
        return catalog;
    }
}
