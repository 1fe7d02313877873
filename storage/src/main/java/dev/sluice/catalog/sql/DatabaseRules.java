// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.model.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The rules of the changes that are about databases. Each gives what is wrong, or null after it
/// has added its rows to the plan.
final class DatabaseRules {
    private static final String NAME_IN_USE = "database name already in use";

    private DatabaseRules() {}

    static @Nullable Problem create(ChangePlan plan, CatalogChange.CreateDatabase create) {
        String name = create.name().value();
        if (plan.after().findDatabase(name).isPresent()) {
            return exists();
        }
        plan.add(
                new CatalogRow.NewDatabase(
                        new DatabaseEntry(
                                plan.takeId(),
                                name,
                                create.retentionNanos(),
                                create.tablesMax(),
                                create.columnsPerTableMax(),
                                create.template(),
                                null)));
        return null;
    }

    static @Nullable Problem update(ChangePlan plan, CatalogChange.UpdateDatabase update) {
        DatabaseEntry database = find(plan, update.name());
        if (database == null) {
            return notFound(update.name());
        }
        DatabaseEntry limited =
                database.limited(
                        Objects.requireNonNullElse(
                                update.retentionNanos(), database.retentionNanos()),
                        Objects.requireNonNullElse(update.tablesMax(), database.tablesMax()),
                        Objects.requireNonNullElse(
                                update.columnsPerTableMax(), database.columnsPerTableMax()));
        if (!limited.equals(database)) {
            plan.add(new CatalogRow.DatabaseChanged(limited));
        }
        return null;
    }

    static @Nullable Problem rename(ChangePlan plan, CatalogChange.RenameDatabase rename) {
        DatabaseEntry database = find(plan, rename.name());
        if (database == null) {
            return notFound(rename.name());
        }
        if (find(plan, rename.newName().value()) != null) {
            return exists();
        }
        plan.add(new CatalogRow.DatabaseChanged(database.renamed(rename.newName().value())));
        return null;
    }

    static @Nullable Problem delete(ChangePlan plan, CatalogChange.DeleteDatabase delete) {
        DatabaseEntry database = find(plan, delete.name());
        if (database == null) {
            return notFound(delete.name());
        }
        plan.add(
                new CatalogRow.DatabaseChanged(
                        database.deleted(delete.deletedAt().truncatedTo(ChronoUnit.MILLIS))));
        return null;
    }

    static @Nullable Problem undelete(ChangePlan plan, CatalogChange.UndeleteDatabase undelete) {
        DatabaseEntry database = plan.after().findDatabase(undelete.databaseId()).orElse(null);
        if (database == null) {
            return notFound(String.valueOf(undelete.databaseId()));
        }
        if (database.isLive()) {
            return Problem.invalid(
                    "database_not_deleted", "database " + database.name() + " is not deleted");
        }
        if (find(plan, database.name()) != null) {
            return Problem.invalid("database_exists", NAME_IN_USE);
        }
        plan.add(new CatalogRow.DatabaseChanged(database.deleted(null)));
        return null;
    }

    static @Nullable Problem forget(ChangePlan plan, CatalogChange.ForgetDatabase forget) {
        DatabaseEntry database = plan.after().findDatabase(forget.databaseId()).orElse(null);
        if (database == null) {
            return notFound(String.valueOf(forget.databaseId()));
        }
        Instant deletedAt = database.deletedAt();
        if (deletedAt == null || deletedAt.isAfter(forget.until())) {
            return Problem.conflict(
                    "database_not_due",
                    "database " + database.name() + " is not to be removed for good yet");
        }
        plan.add(new CatalogRow.DatabaseForgotten(database));
        return null;
    }

    /// The live database with this name, or null.
    static @Nullable DatabaseEntry find(ChangePlan plan, String name) {
        return plan.after().findDatabase(name).orElse(null);
    }

    static Problem notFound(String database) {
        return Problem.notFound("database_not_found", "database " + database + " not found");
    }

    private static Problem exists() {
        return Problem.conflict("database_exists", NAME_IN_USE);
    }
}
