// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.util.Locale;
import java.util.Optional;

/// What a database token may do with a database.
public enum Action {
    /// Query the database.
    READ,
    /// Write points to it.
    WRITE;

    /// The word on the wire and in the catalog: `read` or `write`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The action of a wire word, exactly as [#word] gives it.
    public static Optional<Action> ofWord(String word) {
        return switch (word) {
            case "read" -> Optional.of(READ);
            case "write" -> Optional.of(WRITE);
            default -> Optional.empty();
        };
    }
}
