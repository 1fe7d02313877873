// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.differential;

import java.util.function.Predicate;

/// A difference that is meant.
///
/// @param name of it
/// @param reason why it is meant
/// @param concerns which statements it may touch
/// @param levelling makes both answers the same where nothing else differs
record Rule(String name, String reason, Predicate<String> concerns, Levelling levelling) {

    /// Both answers to a statement.
    record Pair(Answer ours, Answer theirs) {
        boolean same() {
            return ours.equals(theirs);
        }
    }

    /// Asks InfluxDB another statement.
    interface Asking {
        Answer ask(String statement);
    }

    /// Leaves the difference out of both.
    interface Levelling {
        Pair level(String statement, Pair answers, Asking influx);
    }
}
