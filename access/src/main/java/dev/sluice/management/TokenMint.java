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

    /// How every management token begins (admin.md 5.6).
    static final String MANAGEMENT_PREFIX = "M.V1.";

    /// How much of a management token's text stays visible.
    private static final int SHOWN_CHARACTERS = 9;

    private static final int RANDOM_BYTES = 64;

    private final SecureRandom random = new SecureRandom();

    /// A text that nobody can guess: 92 characters.
    Secret nextText() {
        return Secret.of(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(nextBytes()));
    }

    /// The text of a management token, that nobody can guess: 93 characters.
    Secret nextManagementText() {
        return Secret.of(MANAGEMENT_PREFIX + Base64.getEncoder().encodeToString(nextBytes()));
    }

    /// By what a person knows a management token again: four of its 86 random characters.
    static String shownPrefix(Secret managementText) {
        return managementText.reveal().substring(0, SHOWN_CHARACTERS);
    }

    private byte[] nextBytes() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A UUID of version 4.
    UUID nextId() {
        return UUID.randomUUID();
    }
}
