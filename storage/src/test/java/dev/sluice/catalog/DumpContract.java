// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a copy of a catalog holds, whatever its store (admin.md 6.8).
public interface DumpContract {
    Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// Letters that formats of copies treat in ways of their own.
    String ODD = "\\N \\. \\! '\" ü\t\n\r;-- $$ €\u0001";

    /// The catalog, new and empty.
    StoredCatalog catalog();

    /// An empty directory.
    Path scratch();

    /// What is opened on a copy.
    Catalog restored(byte[] copy) throws Exception;

    /// A copy.
    ///
    /// @param bytes what was written
    /// @param objects names of objects
    record Copied(ByteArrayOutputStream bytes, List<String> objects) {
        /// What was written.
        public byte[] copy() {
            return bytes.toByteArray();
        }
    }

    /// Copies the catalog, and lets something happen meanwhile.
    default Copied copied(Runnable meanwhile) throws IOException {
        ByteArrayOutputStream objects = new ByteArrayOutputStream();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        OutputStream watched =
                new OutputStream() {
                    private boolean begun;

                    @Override
                    public void write(int next) {
                        write(new byte[] {(byte) next}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        copy.write(bytes, offset, length);
                        if (!begun) {
                            begun = true;
                            meanwhile.run();
                        }
                    }
                };
        long count = catalog().dump().write(scratch(), watched, objects);
        List<String> names = objects.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(names).hasSize(Math.toIntExact(count));
        return new Copied(copy, names);
    }

    private TableEntry table(String database, String name) {
        CatalogSnapshot now = catalog().snapshot();
        return now.findTable(now.findDatabase(database).orElseThrow().id(), name).orElseThrow();
    }

    private void done(CatalogChange change) {
        var _ = catalog().commit(change).require();
    }

    private ObjectPath file(TableEntry table, String partition) {
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
    default List<ObjectPath> fill() {
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
                        List.of(catalog().snapshot().findFile(deleted).orElseThrow()), NOON));
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

    private static void assertSame(CatalogSnapshot is, CatalogSnapshot was) {
        assertThat(is.version()).isEqualTo(was.version());
        assertThat(is.clusterId()).isEqualTo(was.clusterId());
        assertThat(is.accountId()).isEqualTo(was.accountId());
        assertThat(is.createdAt()).isEqualTo(was.createdAt());
        assertThat(is.persistedThrough()).isEqualTo(was.persistedThrough());
        assertThat(is.databases()).isEqualTo(was.databases());
        assertThat(is.deletedDatabases()).isEqualTo(was.deletedDatabases());
        for (DatabaseEntry database :
                Stream.concat(was.databases().stream(), was.deletedDatabases().stream()).toList()) {
            assertThat(is.tables(database.id()))
                    .usingRecursiveComparison()
                    .isEqualTo(was.tables(database.id()));
            for (TableEntry table : was.tables(database.id())) {
                assertThat(is.files(table.id())).isEqualTo(was.files(table.id()));
            }
        }
        assertThat(is.deletedFiles(NOON, 99)).isEqualTo(was.deletedFiles(NOON, 99));
        assertThat(is.skippedPartitions()).isEqualTo(was.skippedPartitions());
        assertThat(is.tokens()).isEqualTo(was.tokens());
        assertThat(is.users()).isEqualTo(was.users());
        assertThat(is.managementTokens()).isEqualTo(was.managementTokens());
    }

    @Test
    default void aCopyHoldsEverythingAndNamesTheObjectsThatItNeeds() throws Exception {
        List<ObjectPath> live = fill();
        CatalogSnapshot was = catalog().snapshot();

        Copied copied = copied(() -> {});

        assertThat(copied.objects())
                .containsExactlyInAnyOrderElementsOf(live.stream().map(ObjectPath::value).toList());
        try (Catalog restored = restored(copied.copy())) {
            assertSame(restored.snapshot(), was);
            // It goes on from there.
            CatalogSnapshot after =
                    restored.commit(
                                    new CatalogChange.UndeleteDatabase(
                                            was.deletedDatabases().getFirst().id()))
                            .require();
            assertThat(after.version()).isGreaterThan(was.version());
        }
        try (Stream<Path> left = Files.list(scratch())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    default void whoCommitsMeanwhileNeitherWaitsNorIsSeen() throws Exception {
        List<ObjectPath> live = new ArrayList<>(fill());
        CatalogSnapshot was = catalog().snapshot();
        TableEntry table = table("plant", "new");

        Copied copied =
                copied(() -> {
                    live.add(file(table, "later"));
                    done(new CatalogChange.DeleteDatabase("plant", NOON));
                    done(new CatalogChange.ForgetDatabase(table.databaseId(), NOON));
                });

        assertThat(copied.objects())
                .containsExactlyInAnyOrderElementsOf(
                        live.subList(0, live.size() - 1).stream().map(ObjectPath::value).toList());
        try (Catalog restored = restored(copied.copy())) {
            assertSame(restored.snapshot(), was);
        }
        assertThat(catalog().snapshot().databases()).isEmpty();
    }

    @Test
    default void aStreamThatFailsEndsItAndNothingElse() throws Exception {
        fill();
        OutputStream full =
                new OutputStream() {
                    @Override
                    public void write(int next) throws IOException {
                        throw new IOException("no space left");
                    }
                };

        assertThatThrownBy(() ->
                        catalog().dump().write(scratch(), full, OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space left");

        try (Stream<Path> left = Files.list(scratch())) {
            assertThat(left).isEmpty();
        }
        done(new CatalogChange.CreateDatabase(new DatabaseName("next"), 0, 5, 50));
        assertThat(copied(() -> {}).objects()).hasSize(2);
    }
}
