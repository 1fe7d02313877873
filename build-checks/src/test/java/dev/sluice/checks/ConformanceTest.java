// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.checks.Conformance.Subject;
import dev.sluice.testkit.Golden;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds the tables of docs/reference to what the tests of all modules claim.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConformanceTest {
    private TestClasses tests;
    private final Map<Subject, Conformance> conformance = new EnumMap<>(Subject.class);

    @BeforeAll
    void readTheTests() throws IOException {
        tests = TestClasses.ofAllModules();
        for (Subject subject : Subject.values()) {
            List<Conformance.Row> rows = Conformance.rows(House.root().resolve(subject.list()));
            conformance.put(subject, Conformance.of(subject, rows, tests.claims()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCommittedTableIsWhatTheTestsClaim(Subject subject) {
        Golden.check(House.root().resolve(subject.table()), of(subject).markdown());
    }

    @Test
    void noTestClaimsARowThatIsNotListed() {
        Set<String> inNoList = of(Subject.ADMINISTRATION).unknownRows();
        inNoList.retainAll(of(Subject.DATA).unknownRows());
        assertThat(inNoList).as("claimed rows that no list has").isEmpty();
    }

    @Test
    void onlyWhatTheBuildRunsProvesARow() {
        assertThat(tests.claimsOfNoTest()).as("methods with @Conforms that are no tests").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreListedOnce(Subject subject) {
        assertThat(of(subject).rows()).extracting(Conformance.Row::id).doesNotHaveDuplicates();
    }

    @Test
    void aRowWithoutTestIsOpen() {
        Conformance one =
                Conformance.of(
                        Subject.DATA,
                        List.of(
                                new Conformance.Row("X-1", "one"),
                                new Conformance.Row("X-2", "two")),
                        List.of(
                                new Conformance.Claim("B.b", "X-2"),
                                new Conformance.Claim("A.a", "X-2"),
                                new Conformance.Claim("A.a", "X-3")));

        assertThat(one.markdown())
                .contains("**1 of 2 rows are proven**, by 2 tests.")
                .endsWith("| X-1 | one | — |\n| X-2 | two | `A.a` `B.b` |\n");
        assertThat(one.unknownRows()).containsExactly("X-3");
    }

    private Conformance of(Subject subject) {
        return Objects.requireNonNull(conformance.get(subject));
    }
}
