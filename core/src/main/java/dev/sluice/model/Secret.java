// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Text that must never be logged, printed or stored in clear. `toString` gives a mask.
public final class Secret {
    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /// Wraps `text`; the caller should drop its own reference.
    public static Secret of(String text) {
        return new Secret(text);
    }

    /// The text itself. Call it only where the bytes leave for their one purpose.
    public String reveal() {
        return text;
    }

    /// Constant-time comparison.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8),
                        secret.text.getBytes(StandardCharsets.UTF_8));
    }

    /// The same for every secret, so that a hash never tells one from another.
    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "****";
    }
}
