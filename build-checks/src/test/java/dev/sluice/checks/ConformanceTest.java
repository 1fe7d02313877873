// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Holds docs/reference/conformance.md to what the tests of all modules claim.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceTest {
    private TestClasses tests;
    private Conformance conformance;

    @BeforeAll
    void readTheTests() throws IOException {
        tests = TestClasses.ofAllModules();
        conformance =
                Conformance.of(
                        Conformance.rows(House.root().resolve(Conformance.LIST)), tests.claims());
    }

    @Test
    void theCommittedTableIsWhatTheTestsClaim() {
        Golden.check(House.root().resolve(Conformance.TABLE), conformance.markdown());
    }

    @Test
    void noTestClaimsARowThatIsNotListed() {
        assertThat(conformance.unknownRows())
                .as("rows that " + Conformance.LIST + " lacks")
                .isEmpty();
    }

    @Test
    void onlyWhatTheBuildRunsProvesARow() {
        assertThat(tests.claimsOfNoTest()).as("methods with @Conforms that are no tests").isEmpty();
    }

    @Test
    void rowsAreListedOnce() {
        assertThat(conformance.rows()).extracting(Conformance.Row::id).doesNotHaveDuplicates();
    }

    @Test
    void aRowWithoutTestIsOpen() {
        Conformance one =
                Conformance.of(
                        List.of(
                                new Conformance.Row("X-1", "one"),
                                new Conformance.Row("X-2", "two")),
                        List.of(
                                new Conformance.Claim("B.b", "X-2"),
                                new Conformance.Claim("A.a", "X-2"),
                                new Conformance.Claim("A.a", "X-3")));

        assertThat(one.markdown())
                .contains("**1 of 2 rows are proven**")
                .endsWith("| X-1 | one | — |\n| X-2 | two | `A.a` `B.b` |\n");
        assertThat(one.unknownRows()).containsExactly("X-3");
    }
}
