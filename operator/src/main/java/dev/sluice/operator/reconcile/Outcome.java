// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import java.util.List;

/// What became of applying a set of objects.
sealed interface Outcome {
    /// Everything is as it is asked for.
    ///
    /// @param changes one line for each object that was changed; empty when nothing was
    /// @param objects how many there are
    record Applied(List<String> changes, int objects) implements Outcome {
        /// Copies the list.
        public Applied {
            changes = List.copyOf(changes);
        }
    }

    /// It stopped at an object. What was applied before stays; nothing was deleted.
    ///
    /// @param log what was done, and last what went wrong
    record Failed(List<String> log) implements Outcome {
        /// Copies the list.
        public Failed {
            log = List.copyOf(log);
        }
    }
}
