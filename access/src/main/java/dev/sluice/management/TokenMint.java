// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.management;

import dev.sluice.model.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/// Makes the texts and ids of tokens; the only place in this room that is random.
final class TokenMint {
    /// How every database token begins (admin.md 5.5).
    static final String PREFIX = "apiv1_";

    private static final int RANDOM_BYTES = 64;

    private final SecureRandom random = new SecureRandom();

    /// A text that nobody can guess: 92 characters.
    Secret nextText() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Secret.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// A UUID of version 4.
    UUID nextId() {
        return UUID.randomUUID();
    }
}
