// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.ingest;

/// Says whether there is room for what is written. Asked before each write, so its answer is cheap.
public interface RoomGuard {
    /// There is always room.
    RoomGuard NONE = () -> {};

    /// Refuses a write for which there is no room.
    ///
    /// @throws dev.sluice.model.ProblemException *busy* with the cause
    void requireRoom();
}
