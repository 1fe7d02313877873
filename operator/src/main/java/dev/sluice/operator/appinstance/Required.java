// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.operator.appinstance;

import org.jspecify.annotations.Nullable;

/// Says which member is missing; [SpecReader] puts the path before it.
final class Required {
    private Required() {}

    /// @throws IllegalArgumentException when it is not there
    static <T> T member(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is required");
        }
        return value;
    }

    /// @throws IllegalArgumentException when it is not there or blank
    static String text(@Nullable String value, String name) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is required");
        }
        return value;
    }
}
