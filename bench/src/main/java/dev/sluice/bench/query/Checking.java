// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import java.io.IOException;
import java.util.List;

/// Sees to it that all databases give the same answers.
final class Checking {
    private Checking() {}

    /// Asks everybody the same questions.
    ///
    /// @throws IllegalStateException when an answer differs from the first one's
    static void check(DevopsQuery query, List<Question> questions, List<Side> sides)
            throws IOException {
        for (Question question : questions) {
            Answer first = sides.getFirst().asker().answer(question);
            for (Side side : sides.subList(1, sides.size())) {
                String difference = first.difference(side.asker().answer(question));
                if (!difference.isEmpty()) {
                    throw new IllegalStateException(
                            "%s and %s differ in %s: %s; asked was %s"
                                    .formatted(
                                            sides.getFirst().name(),
                                            side.name(),
                                            query.name(),
                                            difference,
                                            question));
                }
            }
        }
    }
}
