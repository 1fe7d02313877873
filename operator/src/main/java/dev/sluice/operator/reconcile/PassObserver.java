// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.reconcile;

import java.time.Duration;

/// Is told of the passes over an AppInstance. Passes over one that is paused are none.
public interface PassObserver {
    /// What became of a pass.
    enum Result {
        /// Everything is as the AppInstance says.
        APPLIED,
        /// The AppInstance has a mistake; nothing was changed.
        MISTAKEN,
        /// The API server refused an object.
        FAILED,
        /// The pass did not come to its end, as when the API server is away.
        BROKEN
    }

    /// A pass has ended.
    void passed(Result result, Duration took);

    /// The AppInstance is not there any more.
    void gone();
}
