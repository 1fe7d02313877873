// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog.sql;

import dev.sluice.catalog.CatalogChange;
import dev.sluice.catalog.CatalogSnapshot;
import dev.sluice.catalog.ColumnSet;
import dev.sluice.catalog.DatabaseEntry;
import dev.sluice.catalog.DeletedFile;
import dev.sluice.catalog.FileEntry;
import dev.sluice.catalog.ManagementTokenEntry;
import dev.sluice.catalog.SkippedPartition;
import dev.sluice.catalog.TableEntry;
import dev.sluice.catalog.TokenEntry;
import dev.sluice.catalog.UserEntry;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Changes of every kind, of few things with few names, so that names and paths change hands and
/// things end soon. Many of them are refused.
final class RandomChanges {
    /// When everything that is deleted here is due to be forgotten.
    private static final Instant DUE = Instant.parse("2030-01-01T00:00:00Z");

    private static final int NAMES = 4;
    private static final int PATHS = 40;

    private final Random random;
    private int steps;

    RandomChanges(Random random) {
        this.random = random;
    }

    /// Every name that a database or a table may have.
    static List<String> names() {
        return IntStream.range(0, NAMES).mapToObj(i -> "n" + i).toList();
    }

    /// Every path that a file may have.
    static List<ObjectPath> paths() {
        return IntStream.range(0, PATHS).mapToObj(RandomChanges::path).toList();
    }

    private static ObjectPath path(int number) {
        return new ObjectPath("data/" + number);
    }

    CatalogChange next(CatalogSnapshot snapshot) {
        Instant now = Instant.parse("2026-03-02T12:00:00.123Z").plusSeconds(++steps);
        return switch (random.nextInt(5)) {
            case 0 -> ofDatabases(snapshot, now);
            case 1 -> ofTables(snapshot, now);
            case 2, 3 -> ofFiles(snapshot, now);
            default -> ofAdministration(snapshot, now);
        };
    }

    private CatalogChange ofDatabases(CatalogSnapshot snapshot, Instant now) {
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                    new CatalogChange.CreateDatabase(
                            new DatabaseName(name()),
                            random.nextInt(3),
                            random.nextInt(3, 9),
                            random.nextInt(5, 20),
                            template());
            case 2 -> new CatalogChange.UpdateDatabase(name(), random.nextLong(9), null, null);
            case 3, 4 -> new CatalogChange.RenameDatabase(name(), new DatabaseName(name()));
            case 5 -> new CatalogChange.DeleteDatabase(name(), now);
            case 6 -> new CatalogChange.UndeleteDatabase(idOf(deletedDatabase(snapshot)));
            default -> new CatalogChange.ForgetDatabase(idOf(deletedDatabase(snapshot)), DUE);
        };
    }

    private CatalogChange ofTables(CatalogSnapshot snapshot, Instant now) {
        DatabaseEntry some = one(snapshot.databases());
        String database = some == null ? "none" : some.name();
        return switch (random.nextInt(11)) {
            case 0, 1 -> new CatalogChange.CreateTable(database, name(), template());
            case 8 -> new CatalogChange.RenumberTable(idOf(one(tables(snapshot))));
            case 2, 3 -> new CatalogChange.RenameTable(database, name(), name());
            case 4 -> new CatalogChange.DeleteTable(database, name(), now);
            case 5 -> new CatalogChange.UndeleteTable(database, idOf(deletedTable(snapshot, some)));
            case 6, 7 -> new CatalogChange.ForgetTable(idOf(deletedTable(snapshot, some)), DUE);
            default ->
                    new CatalogChange.ExtendSchema(
                            some == null ? 0 : some.id(),
                            List.of(
                                    new CatalogChange.TableColumns(
                                            name(),
                                            List.of(
                                                    new Column(
                                                            "c" + random.nextInt(9),
                                                            ColumnType.FLOAT)))));
        };
    }

    private CatalogChange ofFiles(CatalogSnapshot snapshot, Instant now) {
        TableEntry table = one(tables(snapshot));
        if (table == null) {
            return new CatalogChange.PassIdentifier(random.nextLong(300));
        }
        List<FileEntry> files =
                snapshot.files(table.id()).stream().filter(_ -> random.nextInt(3) == 0).toList();
        List<DeletedFile> deleted =
                snapshot.deletedFiles(DUE, 9).stream().filter(_ -> random.nextInt(3) == 0).toList();
        return switch (random.nextInt(11)) {
            case 0 -> new CatalogChange.PassIdentifier(random.nextLong(300));
            case 1, 2, 3, 4 ->
                    new CatalogChange.AddFiles(added(table), snapshot.persistedThrough());
            case 5 ->
                    files.isEmpty()
                            ? new CatalogChange.DeleteFiles(files, now)
                            : new CatalogChange.ReplaceFiles(files, added(table), now);
            case 6 -> new CatalogChange.DeleteFiles(files, now);
            case 7 ->
                    new CatalogChange.ForgetFiles(deleted.stream().map(DeletedFile::file).toList());
            case 8, 9 ->
                    new CatalogChange.SkipPartition(
                            new SkippedPartition(
                                    table.id(),
                                    "p " + random.nextInt(3),
                                    "too large",
                                    random.nextInt(9),
                                    1,
                                    2,
                                    now));
            default -> {
                SkippedPartition skipped = one(snapshot.skippedPartitions());
                yield skipped == null
                        ? new CatalogChange.RetryPartition(table.id(), "p 0")
                        : new CatalogChange.RetryPartition(skipped.tableId(), skipped.partition());
            }
        };
    }

    private CatalogChange ofAdministration(CatalogSnapshot snapshot, Instant now) {
        TokenEntry token = one(snapshot.tokens());
        ManagementTokenEntry management = one(snapshot.managementTokens());
        UUID of = token == null ? new UUID(0, 0) : token.id();
        return switch (random.nextInt(8)) {
            case 0, 1 ->
                    new CatalogChange.CreateToken(
                            uuid(), "token", permissions(), hash(), now, later(now));
            case 2 -> new CatalogChange.UpdateToken(of, "t" + steps, permissions(), now);
            case 3 -> new CatalogChange.RevokeToken(of, now);
            case 4 ->
                    new CatalogChange.CreateManagementToken(
                            uuid(), "m", "prefix", hash(), now, later(now), uuid());
            case 5 ->
                    new CatalogChange.RevokeManagementToken(
                            management == null ? uuid() : management.id(), now);
            default ->
                    new CatalogChange.ReplaceUsers(
                            IntStream.range(0, 5)
                                    .filter(_ -> random.nextBoolean())
                                    .mapToObj(this::user)
                                    .toList());
        };
    }

    private UserEntry user(int number) {
        return new UserEntry(
                new UUID(7, number),
                "provider",
                "user" + number,
                "first" + random.nextInt(2),
                "last",
                "e@mail",
                random.nextBoolean()
                        ? EnumSet.allOf(UserGroup.class)
                        : EnumSet.of(UserGroup.MEMBER),
                true);
    }

    private List<CatalogChange.AddedFile> added(TableEntry table) {
        List<CatalogChange.AddedFile> files = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            long from = random.nextInt(50);
            files.add(
                    new CatalogChange.AddedFile(
                            new StoredFile(path(random.nextInt(PATHS)), random.nextInt(99)),
                            table.databaseId(),
                            table.id(),
                            from,
                            from + random.nextInt(5),
                            1,
                            random.nextInt(FileEntry.LEVEL_MAX + 1),
                            random.nextBoolean() ? null : "p " + random.nextInt(3),
                            random.nextBoolean()
                                    ? null
                                    : ColumnSet.of(table.columns(), table.columns())));
        }
        return files;
    }

    private @Nullable PartitionTemplate template() {
        return random.nextInt(3) > 0
                ? null
                : new PartitionTemplate(
                        List.of(
                                new TemplatePart.Tag("room"),
                                new TemplatePart.Time(new TimeFormat("%Y"))));
    }

    private List<Permission> permissions() {
        return Stream.of(new Permission(Action.READ, "*"), new Permission(Action.WRITE, name()))
                .filter(_ -> random.nextBoolean())
                .toList();
    }

    private static List<TableEntry> tables(CatalogSnapshot snapshot) {
        return Stream.concat(snapshot.databases().stream(), snapshot.deletedDatabases().stream())
                .flatMap(database -> snapshot.tables(database.id()).stream())
                .toList();
    }

    private @Nullable DatabaseEntry deletedDatabase(CatalogSnapshot snapshot) {
        return one(snapshot.deletedDatabases());
    }

    private @Nullable TableEntry deletedTable(
            CatalogSnapshot snapshot, @Nullable DatabaseEntry database) {
        return database == null ? null : one(snapshot.deletedTables(database.id()));
    }

    private static long idOf(@Nullable DatabaseEntry database) {
        return database == null ? 0 : database.id();
    }

    private static long idOf(@Nullable TableEntry table) {
        return table == null ? 0 : table.id();
    }

    private <T> @Nullable T one(List<T> all) {
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private String name() {
        return "n" + random.nextInt(NAMES);
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private String hash() {
        return "%016x".formatted(random.nextLong()).repeat(8);
    }

    private @Nullable Instant later(Instant now) {
        return random.nextBoolean() ? null : now.plusSeconds(60);
    }
}
