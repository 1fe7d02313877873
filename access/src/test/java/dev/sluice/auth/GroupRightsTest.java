// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.UserGroup;
import dev.sluice.model.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the reference says of groups.
final class GroupRightsTest {
    private static final Path REFERENCE = Path.of("..", "docs", "reference", "configuration.md");

    private static String word(boolean allowed) {
        return allowed ? "yes" : "no";
    }

    /// The end of the row of an operation.
    private static String rights(Operation operation) {
        return Stream.of(UserGroup.ADMIN, UserGroup.MEMBER, UserGroup.AUDITOR)
                .map(group -> word(GroupRights.allow(Set.of(group), operation)))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /// A verb and, somewhere behind it, what it is about.
    private static String pattern(Operation operation) {
        String[] words = operation.name().toLowerCase(Locale.ROOT).split("_", 2);
        return ".*\\b" + words[0] + "\\b.*\\b" + words[1].replace('_', ' ') + "s?\\b.*";
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"WHO_AM_I", "GET_CLUSTER"})
    void theReferenceNamesEveryOperationInTheRowOfItsRights(Operation operation)
            throws IOException {
        assertThat(Files.readAllLines(REFERENCE))
                .filteredOn(line -> line.startsWith("| ") && line.endsWith(rights(operation)))
                .flatMap(line -> List.of(line.split("; ", -1)))
                .anyMatch(part -> part.matches(pattern(operation)));
    }
}
