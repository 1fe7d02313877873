// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.api;

import dev.sluice.model.Problem;
import java.util.Locale;

/// Which databases or tables a list is to show: the parameter `status` (admin.md 4.6).
public enum Liveness {
    /// Those that are not deleted.
    ACTIVE,
    /// Those that are.
    DELETED,
    /// Both, the live ones first.
    ALL;

    /// The word in requests, such as `active`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether live ones are shown.
    public boolean showsLive() {
        return this != DELETED;
    }

    /// Whether deleted ones are shown.
    public boolean showsDeleted() {
        return this != ACTIVE;
    }

    /// The word's meaning. Throws the [Problem] `invalid_status` for another word.
    public static Liveness ofWord(String word) {
        for (Liveness liveness : values()) {
            if (liveness.word().equals(word)) {
                return liveness;
            }
        }
        throw Problem.invalid(
                        "invalid_status",
                        "status must be active, deleted or all, not \"" + word + "\"")
                .asException();
    }
}
