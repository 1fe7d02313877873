// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Addresses in settings.
final class Uris {
    private Uris() {}

    /// What a text says, or null when it is no URI.
    static @Nullable URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
