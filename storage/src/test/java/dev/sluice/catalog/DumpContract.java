// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.model.DatabaseName;
import dev.sluice.objectstore.ObjectPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a copy of a catalog holds, whatever its store (admin.md 6.8).
public interface DumpContract {
    Instant NOON = EveryKind.NOON;

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

    private EveryKind kinds() {
        return new EveryKind(catalog());
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
        List<ObjectPath> live = kinds().fill();
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
        List<ObjectPath> live = new ArrayList<>(kinds().fill());
        CatalogSnapshot was = catalog().snapshot();
        TableEntry table = kinds().table("plant", "new");

        Copied copied =
                copied(() -> {
                    live.add(kinds().file(table, "later"));
                    kinds().done(new CatalogChange.DeleteDatabase("plant", NOON));
                    kinds().done(new CatalogChange.ForgetDatabase(table.databaseId(), NOON));
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
        kinds().fill();
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
        kinds().done(new CatalogChange.CreateDatabase(new DatabaseName("next"), 0, 5, 50));
        assertThat(copied(() -> {}).objects()).hasSize(2);
    }
}
