// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// How long a fuzz test goes on, and from which seed: a fixed number of inputs in the normal run,
/// `-Dfuzz.seconds=` for as long as one likes, `-Dseed=` to see a failure again.
final class FuzzBudget {
    private static final long SEED = Long.getLong("seed", 20260301);
    private static final long SECONDS = Long.getLong("fuzz.seconds", 0);

    private FuzzBudget() {}

    /// Gives each input a random of its own, so that a failure is seen again without the others.
    ///
    /// @param count the inputs of the normal run
    static void spend(String name, int count, Consumer<SplittableRandom> input) {
        long deadline = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        long done = 0;
        while (SECONDS > 0 ? System.nanoTime() - deadline < 0 : done < count) {
            long seed = SEED + done;
            try {
                input.accept(new SplittableRandom(seed));
            } catch (RuntimeException | AssertionError | StackOverflowError failure) {
                throw new AssertionError(name + " failed; again with -Dseed=" + seed, failure);
            }
            done++;
        }
        System.out.println(name + ": " + done + " inputs from seed " + SEED);
    }
}
