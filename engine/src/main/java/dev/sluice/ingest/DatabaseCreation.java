// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CommitOutcome.Committed;
import dev.sluice.catalog.CommitOutcome.Refused;
import dev.sluice.catalog.CommitOutcome.Unknown;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Grant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the database that a write names, where the settings say so (data.md 2.5). Whoever may
/// write to the name may thereby make it. Safe for many threads.
public final class DatabaseCreation {
    private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseCreation.class);

    /// The documented limit of a table (data.md 1.7).
    private static final int COLUMNS_PER_TABLE_MAX = 250;

    private final Catalog catalog;
    private final long retentionNanos;

    /// @param catalog where databases are made
    /// @param retentionNanos how long they keep points; 0 is for ever
    public DatabaseCreation(Catalog catalog, long retentionNanos) {
        this.catalog = catalog;
        this.retentionNanos = retentionNanos;
    }

    /// Makes the database of the grant unless it is there.
    ///
    /// @throws dev.sluice.model.ProblemException as the catalog refuses it, for another reason than
    ///   that somebody else was first
    public void ensure(Grant.ForDatabase grant) {
        DatabaseName name = grant.database();
        if (exists(name)) {
            return;
        }
        switch (catalog.commit(
                new CatalogChange.CreateDatabase(
                        name,
                        retentionNanos,
                        DatabaseEntry.TABLES_MAX_DEFAULT,
                        COLUMNS_PER_TABLE_MAX))) {
            case Committed _ ->
                    LOGGER.atInfo()
                            .addKeyValue("database", name)
                            .log("a write made the database that it names");
            case Refused(var problem) -> {
                if (!exists(name)) {
                    throw problem.asException();
                }
            }
            case Unknown(var problem) -> throw problem.asException();
        }
    }

    private boolean exists(DatabaseName name) {
        return catalog.snapshot().findDatabase(name.value()).isPresent();
    }
}
