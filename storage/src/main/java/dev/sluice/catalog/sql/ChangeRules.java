// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.model.Problem;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges each kind of change against a snapshot, as [CatalogChange] says. Pure: reads no store and
/// no clock.
final class ChangeRules {
    private ChangeRules() {}

    static Ruling judge(TreeSnapshot snapshot, CatalogChange change) {
        ChangePlan plan = new ChangePlan(snapshot);
        Problem broken =
                switch (change) {
                    case CatalogChange.CreateDatabase create -> createDatabase(plan, create);
                    case CatalogChange.ExtendSchema extend -> SchemaRules.extend(plan, extend);
                    case CatalogChange.AddFiles add -> addFiles(plan, add);
                    case CatalogChange.CreateToken create -> createToken(plan, create);
                    case CatalogChange.RevokeToken revoke -> revokeToken(plan, revoke);
                    case CatalogChange.ReplaceUsers replace ->
                            AdministrationRules.replaceUsers(plan, replace);
                    case CatalogChange.CreateManagementToken create ->
                            AdministrationRules.createToken(plan, create);
                    case CatalogChange.RevokeManagementToken revoke ->
                            AdministrationRules.revokeToken(plan, revoke);
                };
        return broken == null ? new Ruling.Allowed(plan) : new Ruling.Refused(broken);
    }

    private static @Nullable Problem createDatabase(
            ChangePlan plan, CatalogChange.CreateDatabase create) {
        String name = create.name().value();
        if (plan.after().findDatabase(name).isPresent()) {
            return Problem.conflict("database_exists", "database name already in use");
        }
        plan.add(
                new CatalogRow.NewDatabase(
                        new DatabaseEntry(
                                plan.takeId(),
                                name,
                                create.retentionNanos(),
                                create.tablesMax(),
                                create.columnsPerTableMax())));
        return null;
    }

    private static @Nullable Problem addFiles(ChangePlan plan, CatalogChange.AddFiles add) {
        if (add.persistedThrough().compareTo(plan.after().persistedThrough()) < 0) {
            throw new IllegalArgumentException(
                    "the persisted position goes back from "
                            + plan.after().persistedThrough()
                            + " to "
                            + add.persistedThrough());
        }
        for (CatalogChange.AddedFile added : add.files()) {
            Problem broken = addFile(plan, added);
            if (broken != null) {
                return broken;
            }
        }
        plan.persistedThrough(add.persistedThrough());
        return null;
    }

    private static @Nullable Problem addFile(ChangePlan plan, CatalogChange.AddedFile added) {
        if (plan.after()
                .findTable(added.tableId())
                .filter(table -> table.databaseId() == added.databaseId())
                .isEmpty()) {
            return Problem.notFound(
                    "table_not_found",
                    "table "
                            + added.tableId()
                            + " of database "
                            + added.databaseId()
                            + " not found");
        }
        boolean known =
                plan.after().files(added.tableId()).stream()
                        .anyMatch(file -> file.path().equals(added.file().path()));
        if (known) {
            return Problem.conflict(
                    "file_exists", "file " + added.file().path() + " is in the catalog already");
        }
        plan.add(
                new CatalogRow.NewFile(
                        new FileEntry(
                                added.file().path(),
                                added.tableId(),
                                added.timeNanosMin(),
                                added.timeNanosMax(),
                                added.rowCount(),
                                added.file().sizeBytes(),
                                plan.takeId())));
        return null;
    }

    private static @Nullable Problem createToken(
            ChangePlan plan, CatalogChange.CreateToken create) {
        if (plan.after().findToken(create.id()).isPresent()
                || plan.after().findTokenBySha512(create.sha512()).isPresent()) {
            return Problem.conflict(
                    "token_exists", "token " + create.id() + " is in the catalog already");
        }
        plan.add(
                new CatalogRow.NewToken(
                        new TokenEntry(
                                create.id(),
                                create.description(),
                                create.permissions(),
                                create.sha512(),
                                create.createdAt().truncatedTo(ChronoUnit.MILLIS),
                                create.expiresAt() == null
                                        ? null
                                        : create.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                                null)));
        return null;
    }

    private static @Nullable Problem revokeToken(
            ChangePlan plan, CatalogChange.RevokeToken revoke) {
        Optional<TokenEntry> found = plan.after().findToken(revoke.id());
        if (found.isEmpty()) {
            return Problem.notFound("token_not_found", "token " + revoke.id() + " not found");
        }
        TokenEntry token = found.get();
        if (token.revokedAt() == null) {
            plan.add(
                    new CatalogRow.TokenRevoked(
                            new TokenEntry(
                                    token.id(),
                                    token.description(),
                                    token.permissions(),
                                    token.sha512(),
                                    token.createdAt(),
                                    token.expiresAt(),
                                    revoke.revokedAt().truncatedTo(ChronoUnit.MILLIS))));
        }
        return null;
    }
}
