// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.model.DatabaseName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What two catalogs on one store do to each other: nothing.
public interface TwoWritersContract {
    /// A catalog with nothing in it, closed by the implementation's test.
    Catalog catalog();

    /// Another one on the same store, as another process would open it.
    Catalog another();

    private static CatalogChange database(String name) {
        return new CatalogChange.CreateDatabase(new DatabaseName(name), 0, 500, 200);
    }

    @Test
    default void aChangeIsJudgedByWhatAnotherHasCommitted() {
        try (Catalog other = another()) {
            other.commit(database("a")).require();

            assertThat(catalog().commit(database("a"))).isInstanceOf(CommitOutcome.Refused.class);
            assertThat(catalog().snapshot().version()).isEqualTo(other.snapshot().version());
        }
    }

    @Test
    default void whatAnotherHasCommittedIsKeptAndSeen() {
        try (Catalog other = another()) {
            catalog().commit(database("ours")).require();
            other.commit(database("theirs")).require();

            CatalogSnapshot after = catalog().commit(database("again")).require();

            assertThat(after.databases())
                    .extracting(DatabaseEntry::name)
                    .containsExactly("again", "ours", "theirs");
            assertThat(after.databases()).extracting(DatabaseEntry::id).doesNotHaveDuplicates();
        }
    }

    @Test
    default void aChangeOfNothingSeesWhatAnotherHasCommitted() {
        try (Catalog other = another()) {
            other.commit(database("theirs")).require();

            CatalogSnapshot seen =
                    catalog().commit(new CatalogChange.ForgetFiles(List.of())).require();

            assertThat(seen.findDatabase("theirs")).isPresent();
        }
    }

    @Test
    default void commitsAtTheSameTimeAreAllMade() throws Exception {
        int each = 20;
        List<Future<?>> running = new ArrayList<>();
        try (Catalog other = another();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < each; i++) {
                String name = "d" + i;
                running.add(threads.submit(() -> catalog().commit(database("a" + name)).require()));
                running.add(threads.submit(() -> other.commit(database("b" + name)).require()));
            }
            for (Future<?> commit : running) {
                commit.get();
            }
            CatalogSnapshot seen = other.commit(new CatalogChange.ForgetFiles(List.of())).require();

            assertThat(seen.databases()).hasSize(2 * each);
            assertThat(seen.version()).isEqualTo(1 + 2 * each);
        }
    }
}
