// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Which of the reference product's variables servers read.
final class ReferenceVariablesTest {
    private static final Pattern VARIABLE = Pattern.compile("INFLUXDB_IOX_[A-Z0-9_]+[A-Z]");

    /// The reference tells all that are read, and no others.
    @Test
    void areThoseThatTheReferenceTells() throws IOException {
        String reference = Files.readString(Path.of("..", "docs", "reference", "configuration.md"));
        TreeSet<String> told =
                VARIABLE.matcher(reference)
                        .results()
                        .map(found -> found.group())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(new TreeSet<>(ReferenceVariables.ofEverything())).isEqualTo(told);
    }

    @Test
    void allBeginAlike() {
        assertThat(ReferenceVariables.ofEverything())
                .isNotEmpty()
                .allMatch(name -> name.startsWith(ReferenceVariables.PREFIX));
    }

    @Test
    void eachProcessReadsWhereTheCatalogIsAndWhatItsWorkNeeds() {
        String catalog = "INFLUXDB_IOX_CATALOG_DSN";
        assertThat(ReferenceVariables.ofTheCatalog()).containsExactly(catalog);
        assertThat(ReferenceVariables.ofHandingOn())
                .containsExactlyInAnyOrder(
                        catalog,
                        "INFLUXDB_IOX_MAX_HTTP_REQUESTS",
                        "INFLUXDB_IOX_MAX_HTTP_REQUEST_SIZE");
        assertThat(ReferenceVariables.ofMerging())
                .contains(catalog, "INFLUXDB_IOX_COMPACTION_MAX_NUM_FILES_PER_PLAN")
                .doesNotContain("INFLUXDB_IOX_GC_OBJECTSTORE_CUTOFF");
        assertThat(ReferenceVariables.ofCollecting())
                .contains(catalog, "INFLUXDB_IOX_GC_OBJECTSTORE_CUTOFF")
                .doesNotContain("INFLUXDB_IOX_COMPACTION_MAX_NUM_FILES_PER_PLAN");
    }
}
