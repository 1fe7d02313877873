// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import dev.sluice.config.UserGroup;
import dev.sluice.model.Action;
import dev.sluice.model.Column;
import dev.sluice.model.ColumnType;
import dev.sluice.model.DatabaseName;
import dev.sluice.model.Permission;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.StoredFile;
import dev.sluice.partition.PartitionTemplate;
import dev.sluice.partition.TemplatePart;
import dev.sluice.partition.TimeFormat;
import dev.sluice.wal.LogPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Something of every kind that a catalog can hold, for those who copy one. No table of a store is
/// empty then.
///
/// @param catalog new and empty
public record EveryKind(Catalog catalog) {
    /// When it happened.
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// Letters that formats of copies treat in ways of their own.
    public static final String ODD = "\\N \\. \\! '\" ü\t\n\r;-- $$ €\u0001";

    /// The live table.
    public TableEntry table(String database, String name) {
        CatalogSnapshot now = catalog.snapshot();
        return now.findTable(now.findDatabase(database).orElseThrow().id(), name).orElseThrow();
    }

    /// Commits a change that is allowed.
    public void done(CatalogChange change) {
        var _ = catalog.commit(change).require();
    }

    /// Adds a file.
    public ObjectPath file(TableEntry table, String partition) {
        ObjectPath path =
                ObjectPath.dataFile(table.databaseId(), table.id(), "aa", UUID.randomUUID());
        done(
                new CatalogChange.AddFiles(
                        List.of(
                                new CatalogChange.AddedFile(
                                        new StoredFile(path, 7),
                                        table.databaseId(),
                                        table.id(),
                                        -1,
                                        Long.MAX_VALUE,
                                        2,
                                        1,
                                        partition,
                                        ColumnSet.parse("0-0"))),
                        new LogPosition(9)));
        return path;
    }

    /// Something of every kind.
    ///
    /// @return the objects of live files
    public List<ObjectPath> fill() {
        PartitionTemplate template =
                new PartitionTemplate(
                        List.of(
                                new TemplatePart.Tag("a b"),
                                new TemplatePart.Bucket("c", 7),
                                new TemplatePart.Time(new TimeFormat("%Y"))));
        done(new CatalogChange.CreateDatabase(new DatabaseName("plant"), 77, 5, 50, template));
        done(new CatalogChange.CreateTable("plant", ODD, null));
        done(
                new CatalogChange.ExtendSchema(
                        table("plant", ODD).databaseId(),
                        List.of(
                                new CatalogChange.TableColumns(
                                        ODD,
                                        List.of(
                                                new Column("time", ColumnType.TIME),
                                                new Column("x" + ODD, ColumnType.TAG))))));
        done(new CatalogChange.RenameTable("plant", ODD, "new"));
        TableEntry table = table("plant", "new");
        List<ObjectPath> live = new ArrayList<>();
        live.add(file(table, ODD));
        ObjectPath deleted = file(table, "p");
        done(
                new CatalogChange.DeleteFiles(
                        List.of(catalog.snapshot().findFile(deleted).orElseThrow()), NOON));
        done(
                new CatalogChange.SkipPartition(
                        new SkippedPartition(table.id(), ODD, ODD, 1, 2, 3, NOON)));
        done(new CatalogChange.CreateDatabase(new DatabaseName("gone"), 0, 5, 50));
        done(new CatalogChange.CreateTable("gone", "t", null));
        live.add(file(table("gone", "t"), "p"));
        done(new CatalogChange.DeleteDatabase("gone", NOON));
        done(
                new CatalogChange.CreateToken(
                        new UUID(1, 1),
                        ODD,
                        List.of(new Permission(Action.WRITE, "plant")),
                        "ab",
                        NOON,
                        NOON.plusSeconds(1)));
        done(
                new CatalogChange.ReplaceUsers(
                        List.of(
                                new UserEntry(
                                        new UUID(2, 2),
                                        "keycloak",
                                        "ada",
                                        ODD,
                                        "",
                                        "ada@plant.example",
                                        Set.of(UserGroup.ADMIN, UserGroup.AUDITOR),
                                        true))));
        done(
                new CatalogChange.CreateManagementToken(
                        new UUID(3, 3), "ci", "apiv0", "cd", NOON, null, new UUID(2, 2)));
        return live;
    }
}
