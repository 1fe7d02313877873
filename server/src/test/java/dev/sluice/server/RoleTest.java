// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Golden;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The words of `--role`, which the operator's tests read, too.
final class RoleTest {
    @Test
    void wordsAreWhatWasReviewed() {
        Golden.check(
                "roles.txt",
                Arrays.stream(Role.values())
                        .map(Role::word)
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void eachIsFoundByItsWord() {
        for (Role role : Role.values()) {
            assertThat(Role.of(role.word())).contains(role);
        }
    }
}
