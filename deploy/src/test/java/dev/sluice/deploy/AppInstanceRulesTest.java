// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SpecificationVersion;
import dev.sluice.deploy.Cases.Example;
import dev.sluice.deploy.Cases.Mistake;
import dev.sluice.testkit.Conforms;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is right and what is wrong in an AppInstance, by whoever reads one: the published JSON
/// Schema, the definition that an API server goes by (and such a server itself, where there is
/// one), and the loader of the server itself (admin.md 1.4, 6.1).
final class AppInstanceRulesTest {
    private static final JsonSchema JSON =
            new JsonSchema(
                    Trees.map(AppInstanceSchema.PUBLISHED), SpecificationVersion.DRAFT_2020_12);
    private static final ResourceDefinition DEFINITION = ResourceDefinition.load();

    /// Right, but a server by itself cannot follow it.
    private static final String FOR_THE_OPERATOR = "a signing key in a Secret";

    @TempDir private Path directory;

    static List<Example> examples() {
        return Cases.examples();
    }

    static List<Mistake> mistakes() {
        return Cases.mistakes();
    }

    @ParameterizedTest
    @MethodSource
    void examples(Example example) {
        assertThat(JSON.problems(example.resource())).as("JSON Schema").isEmpty();
        assertThat(DEFINITION.problems(example.resource())).as("definition").isEmpty();
        assertThat(RealServer.problems(List.of(example.resource()))).as("server").isEmpty();
        if (example.name().equals(FOR_THE_OPERATOR)) {
            assertThat(new Loader(directory).problems(example.resource()))
                    .isNotEmpty()
                    .allMatch(problem -> problem.contains("cannot be followed by the server"));
        } else {
            assertThat(new Loader(directory).problems(example.resource())).as("loader").isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource
    @Conforms({"A-184", "A-185", "A-190"})
    void mistakes(Mistake mistake) {
        check(mistake, "json", JSON.problems(mistake.resource()));
        check(mistake, "definition", DEFINITION.problems(mistake.resource()));
        if (RealServer.isThere()) {
            check(mistake, "definition", RealServer.problems(List.of(mistake.resource())));
        }
        check(mistake, "loader", new Loader(directory).problems(mistake.resource()));
    }

    private static void check(Mistake mistake, String reader, List<String> problems) {
        if (mistake.by().contains(reader)) {
            Pattern key = Pattern.compile("\\b" + mistake.key() + "\\b");
            assertThat(problems)
                    .as(reader + " names " + mistake.key())
                    .anySatisfy(problem -> assertThat(problem).containsPattern(key));
        } else {
            assertThat(problems).as(reader + " says nothing").isEmpty();
        }
    }
}
