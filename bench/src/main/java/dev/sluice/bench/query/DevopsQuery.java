// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.bench.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A kind of question.
///
/// @param name as the suite has it
/// @param draw chooses hosts and times
record DevopsQuery(String name, Draw draw) {
    /// Chooses hosts and times.
    @FunctionalInterface
    interface Draw {
        /// A question about what is stored.
        Question question(Stored rows, Random random);
    }

    /// The same questions for the same seed.
    List<Question> questions(Stored rows, int count, long seed) {
        Random random = new Random(seed);
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            questions.add(draw.question(rows, random));
        }
        return questions;
    }
}
