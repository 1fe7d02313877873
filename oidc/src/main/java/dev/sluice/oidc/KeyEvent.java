// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import java.time.Duration;
import java.util.Map;

/// What happens to the provider's keys, for whoever logs and counts. Events come from several
/// threads and must be taken quickly.
public sealed interface KeyEvent {

    /// A fetch brought keys, which are in use now.
    ///
    /// @param changed whether they are others than before
    /// @param keys how many keys may sign
    /// @param ignored how many entries were not looked at, because the document has too many
    /// @param refused the key IDs that may not sign, each with the reason
    /// @param took how long the fetch took
    record Fetched(
            boolean changed, int keys, int ignored, Map<String, String> refused, Duration took)
            implements KeyEvent {
        /// Copies the map.
        public Fetched {
            refused = Map.copyOf(refused);
        }
    }

    /// A fetch failed; the previous set, if any, stays.
    ///
    /// @param message one sentence: what was asked, what happened, what to check
    /// @param nextTry when it is tried again
    /// @param took how long the fetch took
    record FetchFailed(String message, Duration nextTry, Duration took) implements KeyEvent {}

    /// The set in use should have been renewed long ago.
    ///
    /// @param overdue for how long
    record Stale(Duration overdue) implements KeyEvent {}

    /// A token named an unknown key, and the provider was not asked about it because it has just
    /// been asked about others.
    record DemandRefused() implements KeyEvent {}
}
