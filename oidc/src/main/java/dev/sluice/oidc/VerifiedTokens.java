// SPDX-License-Identifier: Apache-2.0
// Copyright the Sluice authors
package dev.sluice.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Tokens that were verified a moment ago (admin.md 1.7): a signature costs 50 us, a look here one.
///
/// Holds digests, never tokens. An entry ends with its token or after [#LIFETIME_MAX], and all end
/// when the keys change. Safe for many threads.
final class VerifiedTokens {
    /// How long a verification is believed.
    static final Duration LIFETIME_MAX = Duration.ofMinutes(1);

    /// How many tokens are remembered; the oldest is forgotten first.
    static final int SIZE_MAX = 10_000;

    private final LinkedHashMap<Digest, Entry> entries = new LinkedHashMap<>();
    private @Nullable KeySet verifiedBy;

    /// A token's SHA-256.
    record Digest(long first, long second, long third, long fourth) {
        static Digest of(String token) {
            try {
                ByteBuffer bytes =
                        ByteBuffer.wrap(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(token.getBytes(US_ASCII)));
                return new Digest(
                        bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private record Entry(VerifiedIdentity identity, Instant from, Instant until) {}

    /// The identity that this token was verified to name, with these keys, a moment ago.
    synchronized @Nullable VerifiedIdentity find(Digest token, KeySet keys, Instant now) {
        Entry entry = keys == verifiedBy ? entries.get(token) : null;
        if (entry == null) {
            return null;
        }
        if (now.isBefore(entry.from()) || !now.isBefore(entry.until())) {
            entries.remove(token);
            return null;
        }
        return entry.identity();
    }

    /// Remembers a verification.
    synchronized void store(Digest token, KeySet keys, VerifiedIdentity identity, Instant now) {
        if (keys != verifiedBy) {
            entries.clear();
            verifiedBy = keys;
        }
        Instant latest = now.plus(LIFETIME_MAX);
        Instant until = identity.expiresAt().isBefore(latest) ? identity.expiresAt() : latest;
        entries.putLast(token, new Entry(identity, now, until));
        if (entries.size() > SIZE_MAX) {
            entries.pollFirstEntry();
        }
    }

    /// How many tokens are remembered.
    synchronized int size() {
        return entries.size();
    }
}
