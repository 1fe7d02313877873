// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The keys of the schema are those of the server's loader.
final class SchemaKeysTest {
    private static final Map<String, Object> PACKAGE = AppInstanceSchema.load().packageSpec();
    private static final String STRANGER = "zz";

    /// Where the loader looks at keys, beside the top and `sluice`.
    private static final List<String> PLACES =
            List.of("admin", "admin.internalSigningKey", "catalog", "objectStore.s3");

    @TempDir private Path directory;

    @Test
    void theTopHasWhatTheLoaderKnows() {
        assertThat(known("", Map.of(STRANGER, true))).isEqualTo(keys(PACKAGE));
    }

    @TestFactory
    Stream<DynamicTest> everySectionHasWhatTheLoaderKnows() {
        Stream<String> own =
                Subschemas.properties(schema("sluice")).keySet().stream()
                        .map(group -> "sluice." + group);
        return Stream.of(PLACES.stream(), Stream.of("sluice"), own)
                .flatMap(places -> places)
                .map(place -> DynamicTest.dynamicTest(place, () -> check(place)));
    }

    private void check(String place) {
        Object tree = Map.of(STRANGER, true);
        List<String> path = Arrays.asList(place.split("\\.", -1));
        for (String key : path.reversed()) {
            tree = Map.of(key, tree);
        }
        assertThat(known(place + ".", Trees.mapping(tree))).isEqualTo(keys(schema(place)));
    }

    /// The loader, which sees no other, takes it for the old form.
    @Test
    void theObjectStoreHasWhatTheLoaderKnowsAndTheKindsOfStores() {
        Set<String> expected = known("objectStore.", Map.of("objectStore", Map.of(STRANGER, 1)));
        expected.addAll(List.of("s3", "azure", "google"));

        assertThat(keys(schema("objectStore"))).isEqualTo(expected);
    }

    @Test
    void aUserHasWhatTheLoaderKnows() {
        Map<String, Object> change = Map.of("admin", Map.of("users", List.of(Map.of(STRANGER, 1))));
        Object user = Trees.value(PACKAGE, "properties", "admin", "properties", "users", "items");

        assertThat(known("admin.users[0].", change)).isEqualTo(keys(Trees.mapping(user)));
    }

    /// What the loader says that it knows at a place.
    private Set<String> known(String prefix, Map<String, Object> change) {
        String start = prefix + STRANGER + " is not a setting; known here: ";
        List<String> told =
                new Loader(directory)
                        .problems(Cases.whole(change)).stream()
                                .filter(problem -> problem.startsWith(start))
                                .toList();
        assertThat(told).as(prefix + STRANGER).hasSize(1);
        return new TreeSet<>(
                Arrays.asList(told.getFirst().substring(start.length()).split(", ", -1)));
    }

    private static Map<String, Object> schema(String place) {
        Map<String, Object> schema = PACKAGE;
        for (String key : place.split("\\.", -1)) {
            schema = Trees.mapping(schema, "properties", key);
        }
        return schema;
    }

    private static Set<String> keys(Map<String, Object> schema) {
        return new TreeSet<>(Subschemas.properties(schema).keySet());
    }
}
