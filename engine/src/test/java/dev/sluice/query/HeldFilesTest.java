// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.objectstore.HeldFile;
import dev.sluice.objectstore.ListedObject;
import dev.sluice.objectstore.ObjectPath;
import dev.sluice.objectstore.ObjectStore;
import dev.sluice.objectstore.ObjectsInUse;
import dev.sluice.objectstore.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/// A query holds each of its files once, until its result is closed.
final class HeldFilesTest {
    private static final ObjectPath PATH = new ObjectPath("data/1");

    private final List<String> events = new ArrayList<>();
    private final ObjectsInUse inUse = new ObjectsInUse();
    private final ObjectStore store = new WatchedStore();

    @Test
    void holdsAFileOnceAndLetsItGoAfterTheResult() throws IOException {
        HeldFiles files = new HeldFiles(inUse.begin(), Duration.ofDays(1));
        files.name(List.of(PATH));
        assertThat(files.hold(store, PATH, 1)).isEqualTo(files.hold(store, PATH, 1));

        ResultStream result = files.until(new EndedStream());
        assertThat(result.next()).isFalse();
        assertThat(events).containsExactly("held data/1");
        assertThat(inUse.paths()).containsExactly(PATH);

        result.close();
        files.close();
        assertThat(events).containsExactly("held data/1", "result closed", "released data/1");
        assertThat(inUse.paths()).isEmpty();
    }

    @Test
    void fetchesNoOtherFileWhenTheTimeIsOver() {
        try (HeldFiles files = new HeldFiles(inUse.begin(), Duration.ZERO)) {
            assertThatThrownBy(() -> files.hold(store, PATH, 1))
                    .hasMessage("the query ran out of time");
        }
        assertThat(events).isEmpty();
    }

    private final class WatchedStore implements ObjectStore {
        @Override
        public HeldFile hold(ObjectPath path) {
            events.add("held " + path);
            return new HeldFile(Path.of(path.value()), () -> events.add("released " + path));
        }

        @Override
        public StoredFile put(ObjectPath path, Path content) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ListedObject> listWithTimes(String prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(ObjectPath path) {
            throw new UnsupportedOperationException();
        }
    }

    private final class EndedStream implements ResultStream {
        @Override
        public Schema schema() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean next() {
            return false;
        }

        @Override
        public VectorSchemaRoot root() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {
            events.add("result closed");
        }
    }
}
